import { counted, number } from '~/strings/en/numbers'

/** What the page of master keys says. */
export const keys = {
  title: 'Keys',
  lead: 'What your team stores is sealed with a key of its own, derived from a master key that whoever runs this server keeps. These figures are your team’s alone.',
  failed: 'The key status could not be read',
  allActive: 'Everything is sealed with the active key',
  allActiveText: (total: number) =>
    total === 1
      ? 'One sealed row, on the active master key.'
      : `All ${counted(total, 'sealed row')} of your team are on the active master key.`,
  nothing: 'Nothing is sealed yet',
  nothingText: 'The first connection you save is sealed with the active master key.',
  rotating: 'A rotation is under way',
  rotatingText: (done: number, total: number) =>
    `${number(done)} of ${counted(total, 'row')} of your team are on the new key. Connections go on working meanwhile.`,
  started: 'Started',
  behind: 'Some rows still need an earlier key',
  behindText: (left: number, total: number) =>
    `${number(left)} of ${counted(total, 'row')} of your team. They open as before; whoever runs this server can bring them under the active key with`,
  behindCommand: 'node ace keys:rotate',
  missing: 'A key is missing',
  missingText: (rows: number) =>
    `${counted(rows, 'row')} of your team cannot be opened: this server does not hold the key they need. Whoever runs it has to add that key to its earlier keys.`,
  progress: 'Rows on the active key',
  table: 'Master keys',
  columns: { key: 'Key', state: 'State', rows: 'Sealed with it' },
  states: {
    active: 'Active',
    earlier: 'Earlier',
    retired: 'Retired',
    missing: 'Not on this server',
  },
  none: 'Nothing of yours',
  rows: {
    database_connections: (count: number) => counted(count, 'connection'),
    password_rotations: (count: number) => counted(count, 'password change'),
    audit_chains: () => 'the audit trail',
  } as Record<string, (count: number) => string>,
  otherRows: (count: number) => counted(count, 'row'),
  fingerprint: 'A key is named by a fingerprint, which is no secret.',
}
