import type { ImportedColumn } from '#connectors/contracts'

/**
 * Columns as a file has them. Names in it differ in more than the case of their letters, because those who read Parquet,
 * DuckDB first, would take two that do not for one; a column that is called otherwise says so.
 */
export function keptColumns(columns: readonly ImportedColumn[]): ImportedColumn[] {
  const given = new Set<string>()
  // The first one of a name keeps it, whatever others are called.
  const taken = new Set(columns.map(({ name }) => folded(name)))
  return columns.map((column, at) => {
    if (column.name !== '' && !given.has(folded(column.name))) {
      given.add(folded(column.name))
      return column
    }
    const name = freeName(column.name || `column_${at + 1}`, taken)
    taken.add(folded(name))
    return { ...column, name, note: noteOn(column) }
  })
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let number = 2; taken.has(folded(free)); number++) free = `${name}_${number}`
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
