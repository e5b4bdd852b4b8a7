import { counted } from '~/strings/en/numbers'

/** What the list of datasets says. */
export const list = {
  title: 'Datasets',
  noun: 'dataset',
  create: 'New dataset',
  unlisted: 'The datasets could not be listed',
  first: {
    title: 'Make your first dataset',
    titleForViewers: 'No datasets yet',
    text: 'A dataset is a copy of tables that you choose, taken at one moment and kept as Parquet files. Look at it, download it, and refresh it whenever you like: the database is read once and left alone.',
    textForViewers:
      'Tables that your team imports appear here, to look at and to download. An editor or an administrator can make a dataset.',
  },
  none: {
    title: 'No dataset matches',
    text: 'Look for another name or status, or show all of them.',
    clear: 'Clear filters',
  },
  filters: {
    label: 'Filters',
    search: 'Search datasets',
    placeholder: 'Search by name or connection',
    clearSearch: 'Clear the search',
    status: 'Status',
    anyStatus: 'Any status',
  },
  columns: {
    name: 'Name',
    status: 'Status',
    tables: 'Tables',
    rows: 'Rows',
    size: 'Size',
    made: 'Made',
    menu: 'Actions',
  },
  tables: (count: number) => counted(count, 'table'),
  you: 'you',
  colleague: 'a colleague',
  statuses: {
    queued: 'Waiting',
    running: 'Importing',
    succeeded: 'Ready',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  cancelling: 'Cancelling',
  soFar: (rows: string) => `${rows} so far`,
  actionsFor: (name: string) => `Actions for ${name}`,
  menu: {
    open: 'Open',
    refresh: 'Refresh',
    cancel: 'Cancel import',
    delete: 'Delete',
  },
  refreshed: (name: string) => `“${name}” is imported again. What is there stays until then.`,
  cancelled: (name: string) => `The import of “${name}” is being cancelled.`,
  failed: 'That did not happen',
  deleting: {
    title: 'Delete dataset',
    what: (name: string, tables: number, rows: number, size: string) =>
      `“${name}” and its files go for good: ${counted(tables, 'table')} with ${counted(rows, 'row')}, ${size}.`,
    untouched: 'The database it came from is not touched.',
    running: 'Its import is cancelled.',
    confirm: 'Delete dataset',
    keep: 'Keep it',
    done: (name: string) => `“${name}” is deleted.`,
    failed: 'The dataset could not be deleted',
  },
}
