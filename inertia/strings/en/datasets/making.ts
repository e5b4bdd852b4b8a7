import { counted } from '~/strings/en/numbers'

/** What the page says where a dataset begins. */
export const making = {
  crumb: 'Datasets',
  title: 'New dataset',
  heading: 'Where is the data?',
  explain: 'A dataset begins with a connection to the database that holds its tables.',
  connect: {
    title: 'Connect a new database',
    explain: 'It is tested first; the password is sealed and never shown again.',
    action: 'Connect Database',
  },
  orChoose: 'Or choose one you have',
  all: (total: number) => `All ${counted(total, 'connection')}`,
  viewer: {
    title: 'Only editors make datasets',
    explain:
      'You can look at the datasets of your team and download them. Ask an editor or an administrator for a new one.',
    action: 'Show datasets',
  },
  chosen: {
    label: 'Chosen connection',
    at: (engine: string, target: string) => `${engine}, ${target}`,
    explore: 'Explore tables',
    other: 'Choose another',
    unsupported: (engine: string) => `Tables of ${engine} cannot be imported yet`,
    unsupportedHint:
      'You can look at its tables and their first rows. Choose another connection to make a dataset.',
  },
}
