import type { LimitName, LimitStatus } from '#services/limit_status'
import { counted, number } from '~/strings/en/numbers'

const limitWords: Record<LimitName, { title: string; text: string }> = {
  tests: { title: 'Tests', text: 'Testing connections, and changing passwords at databases.' },
  reads: { title: 'Reads', text: 'Listing tables, previewing rows, reading URLs and grants.' },
  datasets: { title: 'Datasets', text: 'Asking for an import, again or for the first time.' },
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

/** What the page of limits says. */
export const limits = {
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
