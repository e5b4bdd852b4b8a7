import { counted } from '~/strings/en/numbers'

const roleHints = {
  admin: 'Everything in the team, members and the audit trail included.',
  editor: 'Creates connections, tests and changes their own and shared ones.',
  viewer: 'Browses shared connections and previews their rows.',
}

/** What the page of members and invitations says. */
export const members = {
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

export const invitations = {
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
