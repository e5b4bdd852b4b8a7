import { counted } from '~/strings/en/numbers'

/** What the pages about datasets say. */
export const datasets = {
  title: 'New dataset',
  heading: 'Where is the data?',
  explain: 'A dataset begins with a connection to the database that holds its tables.',
  connect: {
    title: 'Connect a new database',
    explain: 'It is tested first; the password is sealed and never shown again.',
    action: 'Connect Database',
  },
  orChoose: 'Or choose one you have',
  choose: 'Choose a connection',
  all: (total: number) => `All ${counted(total, 'connection')}`,
  nothing: {
    title: 'Nothing to begin with yet',
    explain:
      'Connections that your team shares appear here. An editor or an administrator can add one.',
  },
  chosen: {
    label: 'Chosen connection',
    at: (engine: string, target: string) => `${engine}, ${target}`,
    next: 'Look at its tables and their first rows to see which ones you want. Importing tables into a dataset is not part of this version yet.',
    explore: 'Explore tables',
    other: 'Choose another',
  },
}
