import type { ImportedColumn } from '#connectors/contracts'

/**
 * Columns as a file has them. Names in it differ in more than the case of their letters, because those who read Parquet,
 * DuckDB first, would take two that do not for one; a column that is called otherwise says so.
 */
export function keptColumns(columns: readonly ImportedColumn[]): ImportedColumn[] {
  const taken = new Set<string>()
  // A column that has its name to itself keeps it, whatever others are called.
  const counts = Map.groupBy(columns, ({ name }) => folded(name))
  for (const [name, same] of counts) if (same.length === 1) taken.add(name)
  return columns.map((column, at) => {
    const isAlone = counts.get(folded(column.name))?.length === 1 && column.name !== ''
    const name = isAlone ? column.name : freeName(column.name || `column_${at + 1}`, taken)
    return name === column.name ? column : { ...column, name, note: noteOn(column) }
  })
}

function freeName(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(folded(free)); number++) free = `${name}_${number}`
  taken.add(folded(free))
  return free
}

/** As DuckDB compares names: letters of English alone. */
function folded(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function noteOn({ name, note }: ImportedColumn): string {
  const renamed =
    name === ''
      ? 'It has no name in the table.'
      : `It is called ${name} in the table, as another column is but for the case of letters.`
  return note === null ? renamed : `${note} ${renamed}`
}
