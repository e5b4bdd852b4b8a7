import { counted, number } from '~/strings/en/numbers'

/** What is said while tables are chosen. */
export const picker = {
  pane: 'Tables to import',
  hint: 'Space ticks a table or all of a schema, Enter shows its columns.',
  narrowed: 'Not the whole table: columns, filters or a limit are set',
  options: {
    label: (name: string) => `What to import of ${name}`,
    none: 'Choose a table to see its columns',
    noneHint:
      'Leave out columns, filter rows, or set a limit. Without that, all of it is imported.',
    back: 'Back to the tables',
    tick: 'Import this table',
    columns: 'Columns',
    columnsOf: (chosen: number, all: number) => `${number(chosen)} of ${counted(all, 'column')}`,
    allColumns: 'All columns',
    primaryKey: 'Primary key',
    text: 'Types are kept. Should a column have to become text, the result says so.',
    loading: 'Loading columns',
    failed: 'The columns could not be read',
    rows: 'Rows',
    everyRow: 'All rows',
    someRows: (filters: number, limit: number | null) =>
      [filters > 0 && counted(filters, 'filter'), limit !== null && `at most ${number(limit)}`]
        .filter(Boolean)
        .join(', '),
    limit: 'At most this many rows',
    noLimit: 'No limit',
    cursor: 'When it is refreshed, add rows by',
    cursorHint:
      'A number or a time that only grows, such as an id: the rows above its highest value are added.',
    noCursor: 'Nothing: all rows are read again',
  },
  filters: {
    add: 'Add a filter',
    remove: (at: number) => `Remove filter ${at}`,
    column: (at: number) => `Column of filter ${at}`,
    operator: (at: number) => `Comparison of filter ${at}`,
    value: (at: number) => `Value of filter ${at}`,
    chooseColumn: 'Column',
    valueHint: 'Value',
    all: 'Rows that fulfil all of these are imported. Values are spelled as the database spells them.',
    operators: {
      equals: 'is',
      not_equals: 'is not',
      less: 'is less than',
      at_most: 'is at most',
      greater: 'is more than',
      at_least: 'is at least',
      is_null: 'is NULL',
      is_not_null: 'is not NULL',
    },
  },
  name: 'Name of the dataset',
  nameMissing: 'Give it a name.',
  filterMissing: (table: string) => `A filter of ${table} lacks its column or value.`,
  nothingTicked: 'Tick the tables that you want.',
  summary: (tables: number) => counted(tables, 'table'),
  about: (estimate: string) => `${estimate} rows`,
  import: 'Import',
  failed: 'The import was not started',
}
