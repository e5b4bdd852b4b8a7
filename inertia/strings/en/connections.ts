import { counted, number } from '~/strings/en/numbers'

const inAll = (count: number) => counted(count, 'connection')

/** What the list of connections says. */
export const connections = {
  title: 'Connections',
  connect: 'Connect Database',
  total: inAll,
  first: {
    title: 'Connect your first database',
    text: 'Save how to reach a database once. The password is sealed and never shown again, and you and your team can browse its tables from here on.',
    titleForViewers: 'Nothing shared yet',
    textForViewers:
      'Connections that your team shares appear here. Your role lets you browse them; an editor or an administrator can add one.',
  },
  none: {
    title: 'No connection matches',
    text: 'Look for another name, host or tag, or show all connections again.',
    clear: 'Clear search and filters',
  },
  unlisted: 'The connections could not be listed',
  filters: {
    search: 'Search connections',
    placeholder: 'Search by name, host or tag',
    clearSearch: 'Clear the search',
    engine: 'Engine',
    anyEngine: 'Any engine',
    status: 'Last test',
    anyStatus: 'Any status',
    statuses: { passed: 'Passed', failed: 'Failed', untested: 'Not tested yet' },
    visibility: 'Visible to',
    anyVisibility: 'Visible to anyone',
    visibilities: { tenant: 'Team', private: 'Only you' },
    tag: (tag: string) => `Tag: ${tag}`,
    clearTag: (tag: string) => `Stop filtering by the tag ${tag}`,
  },
  table: {
    label: 'Connections',
    name: 'Name',
    target: 'Points at',
    tags: 'Tags',
    visibility: 'Visible to',
    status: 'Last test',
    select: 'Select',
    actions: 'Actions',
    selectAll: 'Select all connections',
    selectOne: (name: string) => `Select ${name}`,
    actionsFor: (name: string) => `Actions for ${name}`,
    tagsOf: (name: string) => `Edit the tags of ${name}`,
    filterBy: (tag: string) => `Show only what has the tag ${tag}`,
    at: (engine: string, target: string) => `${engine}, ${target}`,
    waiting: 'Loading',
  },
  visibility: { tenant: 'Team', private: 'Only you' },
  status: { passed: 'Passed', failed: 'Failed', none: 'Not tested yet', testing: 'Testing' },
  menu: {
    label: (name: string) => `Actions for ${name}`,
    test: 'Test',
    edit: 'Edit',
    tags: 'Tags',
    duplicate: 'Duplicate',
    share: 'Share with the team',
    hide: 'Make private',
    select: 'Select',
    unselect: 'Unselect',
    delete: 'Delete',
  },
  tags: {
    title: (name: string) => `Tags of ${name}`,
    label: 'Tags',
    placeholder: 'Type a tag, then Enter',
    hint: 'Up to 20, each of up to 40 characters. Everybody who sees the connection sees them.',
    save: 'Save tags',
  },
  deleting: {
    title: 'Delete this connection?',
    what: (name: string) =>
      `${name} and its stored password will be gone, for everybody who uses it.`,
    untouched: 'The database itself is not touched.',
    datasets: (count: number, names: string[]) => {
      const which = names.slice(0, 3).join(', ') + (count > 3 ? ' and others' : '')
      return `${counted(count, 'dataset')} came from it: ${which}. What was imported stays, and cannot be refreshed any more.`
    },
    schedule: (days: number) =>
      `Its password is changed every ${days === 1 ? 'day' : counted(days, 'day')}. That stops: the password that it has now will stay as it is, and nobody will know it.`,
    keep: 'Keep it',
    confirm: 'Delete',
    done: (name: string) => `${name} is deleted.`,
  },
  deletingMany: {
    title: (count: number) => `Delete ${inAll(count)}?`,
    what: 'They and their stored passwords will be gone, for everybody who uses them, and so will the schedules that change those passwords. The databases themselves are not touched.',
    more: (count: number) => `and ${number(count)} more`,
    keep: 'Keep them',
    confirm: (count: number) => `Delete ${inAll(count)}`,
    progress: (done: number, total: number) => `${number(done)} of ${number(total)} deleted`,
    stop: 'Stop',
    done: (count: number) =>
      count === 1 ? '1 connection is deleted.' : `${inAll(count)} are deleted.`,
    remaining: (count: number) =>
      count === 1 ? '1 connection is still there' : `${inAll(count)} are still there`,
    deletedBefore: (count: number) =>
      count === 0 ? 'None was deleted.' : `${inAll(count)} deleted.`,
    stopped: 'Not reached: you stopped.',
    notReached: 'Not reached.',
    again: 'Delete the rest',
    close: 'Close',
  },
  selection: {
    label: 'Selected connections',
    count: (count: number) => `${number(count)} selected`,
    test: 'Test',
    delete: 'Delete',
    clear: 'Clear the selection',
    unread: 'The selected connections could not be read',
  },
  testing: {
    label: 'Test of several connections',
    progress: (done: number, total: number) => `Testing ${number(done)} of ${number(total)}`,
    left: (seconds: number) =>
      seconds < 90
        ? `about ${counted(Math.max(1, seconds), 'second')} left`
        : `about ${counted(Math.round(seconds / 60), 'minute')} left`,
    paused: (seconds: number) =>
      `The server asks for a pause of ${counted(seconds, 'second')}. The tests go on after it.`,
    cancel: 'Cancel',
    passed: (count: number) => `${number(count)} passed`,
    failed: (count: number) => `${number(count)} failed`,
    untested: (count: number) => `${number(count)} not tested`,
    ended: (count: number) => `${inAll(count)} tested`,
    cancelled: (done: number, total: number) =>
      `Cancelled after ${number(done)} of ${number(total)}`,
    stopped: (done: number, total: number) => `Stopped after ${number(done)} of ${number(total)}`,
    rest: 'Test the rest',
    showFailed: 'Show failed',
    close: 'Close the summary',
  },
  rollback: {
    deleted: (name: string) => `${name} is back: it was not deleted`,
    shared: (name: string) => `${name} is private again: it was not shared`,
    hidden: (name: string) => `${name} is shared again: it was not made private`,
    tags: (name: string) => `${name} has its tags back: they were not saved`,
    duplicated: (name: string) => `${name} was not duplicated`,
    tested: (name: string) => `${name} was not tested`,
  },
  duplicated: {
    title: (name: string) => `${name} is saved`,
    text: 'Only you see it, and it has not been tested yet.',
  },
  changed: {
    shared: (name: string) => `Your team sees ${name} now.`,
    hidden: (name: string) => `Only you see ${name} now.`,
  },
  shortcuts: {
    search: 'Search connections',
    next: 'Next connection',
    previous: 'Previous connection',
    ends: 'First or last connection',
    open: 'Open the connection',
    select: 'Select or unselect it',
    edit: 'Edit it',
    menu: 'Open its menu',
    escape: 'Clear the selection',
  },
}
