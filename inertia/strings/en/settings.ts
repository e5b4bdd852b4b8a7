import type { LimitName, LimitStatus } from '#services/limit_status'
import { counted, number } from '~/strings/en/numbers'

const roleHints = {
  admin: 'Everything in the team, members and the audit trail included.',
  editor: 'Creates connections, tests and changes their own and shared ones.',
  viewer: 'Browses shared connections and previews their rows.',
}

const members = {
  title: 'Members',
  lead: 'Whoever is here can sign in and use what your team shares. Nobody can read a stored password back.',
  noun: 'member',
  columns: {
    name: 'Name',
    role: 'Role',
    lastSignIn: 'Last sign-in',
    state: 'State',
    actions: 'Actions',
  },
  you: 'you',
  never: 'Never',
  active: 'Active',
  deactivated: 'Deactivated',
  actionsFor: (who: string) => `Actions for ${who}`,
  changeRole: 'Change role',
  deactivate: 'Deactivate',
  reactivate: 'Reactivate',
  transfer: 'Hand over connections',
  listFailed: 'The members could not be listed',
  roleHints,
  role: {
    title: (who: string) => `Change the role of ${who}`,
    label: 'Role',
    note: 'It counts from their next click on.',
    yourself:
      'This is you. If you take your own role away, another administrator has to give it back.',
    submit: 'Change role',
    done: (who: string, role: string) => `${who} is now ${role}.`,
    failed: 'The role was not changed',
    asRole: { admin: 'an administrator', editor: 'an editor', viewer: 'a viewer' },
  },
  deactivation: {
    title: (who: string) => `Deactivate ${who}?`,
    titleYourself: 'Deactivate yourself?',
    at: 'At once:',
    ends: [
      'They are signed out everywhere.',
      'Their API tokens are gone, and do not come back.',
      'Invitations they made as an administrator end.',
    ],
    endsYourself: [
      'You are signed out everywhere, here too.',
      'Your API tokens are gone, and do not come back.',
      'Invitations you made end.',
    ],
    stays: 'Their connections stay. You can hand them over next.',
    staysYourself: 'Your connections stay. Another administrator can hand them over.',
    submit: 'Deactivate',
    keep: 'Keep them',
    done: (who: string) => `${who} is out.`,
    failed: 'Nobody was deactivated',
  },
  reactivation: {
    title: (who: string) => `Reactivate ${who}?`,
    text: 'They can sign in again with their password. Sessions and API tokens they had do not come back.',
    submit: 'Reactivate',
    done: (who: string) => `${who} can sign in again.`,
    failed: 'Nobody was reactivated',
  },
  handover: {
    title: (who: string) => `Hand over the connections of ${who}`,
    text: 'All of their connections get a new owner. Private ones stay private: only the new owner sees them.',
    to: 'New owner',
    choose: 'Choose an administrator or editor',
    nobody: 'Nobody can take them: invite an editor or an administrator first.',
    submit: 'Hand over',
    later: 'Not now',
    done: (count: number, to: string) =>
      count === 0
        ? 'They had no connections.'
        : `${to} now owns ${counted(count, 'more connection')}.`,
    failed: 'Nothing was handed over',
  },
}

const invitations = {
  title: 'Invitations',
  columns: { email: 'Email', role: 'Role', expires: 'Good until', actions: 'Actions' },
  expired: 'Expired',
  expiresWord: 'Ends',
  empty: 'Nobody is invited just now.',
  listFailed: 'The invitations could not be listed',
  withdraw: 'Withdraw',
  withdrawOf: (email: string) => `Withdraw the invitation of ${email}`,
  withdrawTitle: 'Withdraw this invitation?',
  withdrawText: (email: string) => `The link that ${email} has will lead nowhere.`,
  withdrawn: (email: string) => `The invitation of ${email} is withdrawn.`,
  withdrawFailed: 'The invitation was not withdrawn',
  keep: 'Keep it',
  invite: 'Invite',
  inviteTitle: 'Invite somebody',
  inviteText: 'You get a link to hand over yourself. It is good once, for 7 days.',
  email: 'Email',
  role: 'Role',
  submit: 'Make the link',
  failed: 'The invitation was not made',
  madeTitle: 'Hand over this link',
  link: 'Link',
  once: (email: string) =>
    `Send it to ${email}. It is shown only now; if it is lost, invite them again.`,
  copyLink: 'Copy link',
  done: 'Done',
}

const tokens = {
  title: 'API tokens',
  create: 'New token',
  lead: 'For programs that use the API. A token acts as you: it may what its abilities say and your role allows at that moment.',
  leadTeam:
    'For programs that use the API. A token acts as its owner. You see those of the whole team, and can revoke them.',
  noun: 'token',
  columns: {
    name: 'Name',
    owner: 'Owner',
    lastUsed: 'Last used',
    expires: 'Expires',
    actions: 'Actions',
  },
  never: 'Never',
  unused: 'Not yet',
  expired: 'Expired',
  abilityCount: (count: number) => counted(count, 'ability', 'abilities'),
  listFailed: 'The tokens could not be listed',
  emptyTitle: 'No tokens yet',
  emptyText:
    'Make one for a script, a scheduler or a dashboard. Give it only the abilities it needs, and an end.',
  revoke: 'Revoke',
  revokeOf: (name: string) => `Revoke ${name}`,
  revokeTitle: 'Revoke this token?',
  revokeText: (name: string) => `Programs that use ${name} are refused from now on.`,
  revoked: (name: string) => `${name} is revoked.`,
  revokeFailed: 'The token was not revoked',
  keep: 'Keep it',
  form: {
    title: 'New API token',
    name: 'Name',
    namePlaceholder: 'What will use it, such as “nightly report”',
    expiry: 'Expires',
    expiries: {
      7: 'In 7 days',
      30: 'In 30 days',
      90: 'In 90 days',
      365: 'In a year',
      never: 'Never',
    },
    neverNote: 'It works until somebody remembers to revoke it.',
    abilities: 'What it may do',
    beyond: 'What your role does not allow is not listed.',
    noAbility: 'Choose at least one ability.',
    noName: 'Give it a name.',
    submit: 'Make the token',
    failed: 'The token was not made',
  },
  made: {
    title: 'Copy your token now',
    token: 'Token',
    once: 'It is shown only now, and stored nowhere. Keep it like a password.',
    copy: 'Copy token',
    try: 'Try it',
    copyCurl: 'Copy command',
    done: 'Done',
  },
  groups: { connections: 'Connections', tables: 'Tables', members: 'Members', audit: 'Oversight' },
  abilities: {
    'connections:read': 'List and show connections, engines and schedules',
    'connections:write': 'Create, change, delete and import connections',
    'connections:test': 'Test connections',
    'connections:rotate': 'Change passwords at the database, by hand and on a schedule',
    'connections:export': 'Export connections, without their credentials',
    'tables:read': 'List tables and preview rows',
    'members:read': 'List members and invitations',
    'members:write': 'Change members, invite, and hand over connections',
    'audit:read': 'Read the audit trail, key status and limits',
  },
}

const keys = {
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

const limitWords: Record<LimitName, { title: string; text: string }> = {
  tests: { title: 'Tests', text: 'Testing connections, and changing passwords at databases.' },
  reads: { title: 'Reads', text: 'Listing tables, previewing rows, reading URLs and grants.' },
  exports: { title: 'Exports', text: 'Sealed backups of connections.' },
  imports: { title: 'Imports', text: 'Restoring connections from a backup.' },
  under_way: {
    title: 'Under way',
    text: 'Tests and reads that wait for databases, in this server process.',
  },
  sessions: { title: 'Sessions', text: 'Open to your databases, in each server process.' },
  server_tests: { title: 'Tests of one server', text: 'So that nobody’s database is hammered.' },
  refused_sign_ins: {
    title: 'Refused sign-ins',
    text: 'Databases lock accounts after a few wrong passwords. Varlor stops before that.',
  },
  failed_logins: { title: 'Failed sign-ins to Varlor', text: 'A right password is not counted.' },
}

const limits = {
  title: 'Limits',
  lead: 'What is in force on this server now. They keep one person, or one team, from using up what everybody needs.',
  failed: 'The limits could not be read',
  groups: {
    requests: 'Requests',
    now: 'At one time',
    databases: 'Towards your databases',
    login: 'Signing in',
  },
  columns: { limit: 'Limit', per: 'For', allowed: 'Allowed', left: 'Left now' },
  words: limitWords,
  per: {
    user: 'each person',
    tenant: 'your team',
    server: 'each database server',
    username: 'each username at a server',
    account: 'each email and address',
    address: 'each address',
  } satisfies Record<LimitStatus['per'], string>,
  allowed: (allowed: number, seconds: number | null) =>
    seconds === null ? `${number(allowed)} at once` : `${number(allowed)} ${inWords(seconds)}`,
  left: (left: number, per: string) =>
    per === 'user' ? `${number(left)} for you` : `${number(left)} for your team`,
  leftOf: (left: number, allowed: number) => `${number(left)} of ${number(allowed)} left`,
  resets: (seconds: number) => `all again in ${counted(seconds, 'second')}`,
  untold: 'Counted for each',
  unknown: 'Not told here',
}

function inWords(seconds: number): string {
  if (seconds === 60) return 'a minute'
  if (seconds === 3_600) return 'an hour'
  if (seconds % 3_600 === 0) return `in ${number(seconds / 3_600)} hours`
  return seconds % 60 === 0 ? `in ${number(seconds / 60)} minutes` : `in ${number(seconds)} seconds`
}

/** What the pages about the team say. */
export const settings = {
  title: 'Settings',
  navigation: 'Settings',
  refresh: 'Refresh',
  members,
  invitations,
  tokens,
  keys,
  limits,
}
