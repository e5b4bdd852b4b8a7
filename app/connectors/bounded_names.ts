import type { Column, TableSummary } from '#connectors/contracts'

/** Characters. No database takes longer names without being asked to; who sends them wants our memory. */
const NAME = 4_096
/** Of a type or a default's SQL text, which people read and nobody runs. */
const TEXT = 2_000

/** Tables that can be named: a cut name would be another table's. */
export function nameable(tables: TableSummary[]): TableSummary[] {
  return tables.filter(({ schema, name }) => name.length <= NAME && (schema ?? '').length <= NAME)
}

/** Only what the contract names leaves, cut to what can be shown; engines may have kept more beside it. */
export function shownColumn(column: Column): Column {
  const { nullable, primaryKey, references, presence } = column
  const plain = {
    name: cut(column.name, NAME),
    type: cut(column.type, TEXT),
    nullable,
    default: column.default && cut(column.default, TEXT),
    primaryKey,
    references,
  }
  return presence === undefined ? plain : { ...plain, presence }
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
