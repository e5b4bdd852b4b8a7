interface StatusWords {
  title: string
  explain: string
}

const pages: Record<number, StatusWords> = {
  400: {
    title: 'This address cannot be read',
    explain: 'It may have been cut off or changed on its way to you.',
  },
  403: {
    title: 'Your role does not allow this',
    explain: 'An administrator of your team can change your role, or do it for you.',
  },
  404: {
    title: 'There is nothing here',
    explain: 'It may have been deleted or renamed, or it is not shared with you.',
  },
  405: {
    title: 'There is nothing here',
    explain: 'This address is not a page. Look for what you want from your connections.',
  },
  410: { title: 'This has ended', explain: 'The link was used or withdrawn, or is too old.' },
  419: {
    title: 'This page had been open for too long',
    explain: 'Nothing was changed. Go back, reload the page, and try again.',
  },
  429: {
    title: 'Too many requests',
    explain: 'Wait for a minute, then try again. Others of your team are not kept waiting.',
  },
  500: {
    title: 'Something went wrong on this server',
    explain:
      'It is not your doing. Try again; if it stays, give the request id to whoever runs Varlor.',
  },
  503: {
    title: 'Varlor cannot answer just now',
    explain: 'It may be starting, or be busy. Try again in a moment.',
  },
}

const unknown = {
  title: 'This page could not be shown',
  explain: 'Try again; if it stays, give the request id to whoever runs Varlor.',
}

/** What is said when something did not work. */
export const errors = {
  page: (status: number): StatusWords => pages[status] ?? unknown,
  home: 'Go to your connections',
  reload: 'Try again',
  request: 'Request',
  signedOut: {
    title: 'You were signed out',
    explain: 'This was not done. Sign in, then press it once more.',
    signIn: 'Sign in again',
  },
  broken: {
    title: 'This page has stopped working',
    explain: 'What is saved is safe. Load the page again; if it stays, tell whoever runs Varlor.',
    reload: 'Load the page again',
  },
  outdated: {
    title: 'This part of the page could not be loaded',
    explain: 'Varlor may have been updated since you opened the page. Load it again.',
  },
  unreachable: {
    message: 'Varlor could not be reached.',
    hint: 'Check your network, then try again. Nothing you entered is lost.',
  },
  unexpected: {
    message: (status: number) => `The server answered with status ${status}.`,
    hint: 'Try again in a moment.',
  },
}
