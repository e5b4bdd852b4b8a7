import { connectFields } from '~/strings/en/connect_fields'
import { connectTest } from '~/strings/en/connect_test'
import { counted } from '~/strings/en/numbers'

/** The connect modal, from the choice of an engine to a saved connection. */
export const connect = {
  title: 'Connect a database',
  titleOf: (engine: string) => `Connect ${engine}`,
  titleOfEdit: (name: string) => `Edit ${name}`,
  notPrepared: 'The form could not be prepared',
  preparing: 'The form is being prepared.',
  picker: {
    filter: 'Filter engines',
    placeholder: 'Type to filter, or paste a connection string',
    engines: 'Engines',
    none: (filter: string) =>
      `No engine is called “${filter}”. Clear the filter to see all of them.`,
    found: (count: number) => `${counted(count, 'engine')} found.`,
  },
  drafts: {
    label: 'Not saved yet',
    goOn: 'Go on',
    goOnWith: (title: string) => `Go on with ${title}`,
    discard: (title: string) => `Discard ${title}`,
    kept: 'What you entered is kept',
    keptWords: (title: string) =>
      `${title} is not saved yet. Go on with it now, or the next time you connect a database.`,
    keptEdit: (title: string) =>
      `Your changes to ${title} are not saved yet. Go on with them now, or the next time you edit it.`,
    back: 'What you entered before is back',
    backEdit: 'Your changes from before are back',
    lost: (labels: string) =>
      `Enter again: ${labels}. What is secret was not kept when the page was reloaded.`,
    notSaved: 'Nothing of it is saved yet.',
    anew: 'Start anew',
  },
  form: {
    tip: 'Have a connection string? Paste it into any field and the form fills itself.',
    groups: { security: 'Security', tunnel: 'SSH tunnel', advanced: 'Advanced' },
    needsAttention: 'Needs your attention',
    engines: 'Engines',
    test: 'Test connection',
    testing: 'Testing',
    save: 'Save connection',
    dismiss: 'Dismiss',
  },
  saveAs: {
    name: 'Name',
    nameHelp: 'How you and your team find it.',
    visibleTo: 'Visible to',
    team: 'Your team',
    onlyYou: 'Only you',
    tags: 'Tags',
    tagsPlaceholder: 'Press Enter after each',
  },
  untested: {
    title: 'Save without a passed test?',
    words:
      'This connection has not been tested the way it is now. You can test it later from the list.',
    confirm: 'Save anyway',
    cancel: 'Go back',
  },
  notSaved: {
    title: 'It could not be saved',
    signedOut: 'Your session has ended',
    signedOutWords: 'Sign in again, then save again. Everything you entered is still here.',
    again: 'Save again',
    changed: 'Somebody else has changed it meanwhile',
    changedWords: 'Look at what is stored now; your changes are put on top of it.',
    load: 'Load what is stored now',
  },
  pasted: {
    filled: 'Filled from the connection string',
    stillNeeded: (labels: string) => `Still needed: ${labels}.`,
    notUsed: (names: string) => `Not used: ${names}.`,
    undo: 'Undo',
    otherEngine: (label: string) => `This connection string is for ${label}`,
    doesNotFit: (label: string) => `It does not fit ${label}, so nothing was filled in.`,
    use: (label: string) => `Use ${label}`,
  },
  grants: {
    mayAnything: 'This user may do anything on the server.',
    mayWrite: 'This user could change data.',
    safer: 'Varlor only ever reads; a read-only user is safer still.',
    show: 'Show a script for a read-only user',
    title: (engine: string) => `A read-only user for ${engine}`,
    words: 'Hand this to whoever administers the database, with a password of its own in it.',
    role: 'Name of the user',
    databases: 'Databases it may read',
    schemas: 'Schemas it may read',
    failed: 'The script could not be made',
    script: 'Script',
    copy: 'Copy the script',
  },
  fields: connectFields,
  test: connectTest,
}
