import { counted, number } from '~/strings/en/numbers'

/** What is said of an import that is under way. */
export const progress = {
  rows: (rows: number) => counted(rows, 'row'),
  ofAbout: (rows: number, estimate: string) => `${number(rows)} of ${estimate} rows`,
  speed: (rows: string) => `${rows} rows/s`,
  left: (time: string) => `about ${time} left`,
  seconds: (count: number) => `${number(count)} s`,
  minutes: (count: number) => `${number(count)} min`,
  hours: (count: number) => `${number(count)} h`,
  whole: 'Progress of the import',
  of: (table: string) => `Progress of ${table}`,
  tablesDone: (done: number, all: number) => `${number(done)} of ${counted(all, 'table')}`,
  waiting: 'Waiting for a worker',
  units: ['T', 'B', 'M', 'K'],
  said: {
    queued: 'The import waits.',
    running: 'The import has begun.',
    succeeded: 'The import is done.',
    failed: 'The import failed.',
    cancelled: 'The import was cancelled.',
    table: {
      queued: (name: string) => `${name} waits.`,
      running: (name: string) => `${name} is being imported.`,
      succeeded: (name: string, rows: number) => `${name} is there, ${counted(rows, 'row')}.`,
      failed: (name: string) => `${name} failed.`,
      cancelled: (name: string) => `${name} was cancelled.`,
    },
  },
}
