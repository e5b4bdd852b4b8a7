import { number } from '~/strings/en/numbers'

/** What the fields of the form say of themselves. Labels are the engine's own. */
export const connectFields = {
  or: 'or',
  oneOf: (labels: string[]) => `${labels.join(' or ')}: one of them`,
  enter: (label: string) => `Enter the ${label}.`,
  enterOneOf: (labels: string[]) => `Enter the ${labels.join(' or the ')}.`,
  onlyOneOf: (labels: string[]) => `Enter only one of ${labels.join(' and ')}.`,
  wholeNumber: (min: number, max: number) => `Enter a whole number from ${min} to ${max}.`,
  tooLong: (most: number) => `Enter at most ${number(most)} characters.`,
  spelling: (label: string) => `This does not look like a ${label}. Check its spelling.`,
  control: 'This holds characters that cannot be seen. Type it instead of pasting it.',
  pem: 'Paste the whole text, with its lines -----BEGIN … and -----END …; never a private key here.',
  file: 'Enter the name of a file, without a folder.',
  mask: 'These are the characters that hide a secret. Enter the secret itself.',
  name: 'Enter a name.',
  tagTooLong: (tag: string, most: number) =>
    `“${tag}” is too long: a tag has at most ${number(most)} characters.`,
  summary: {
    on: 'On',
    off: 'Off',
    isOn: (label: string) => `${label}: on`,
    isOff: (label: string) => `${label}: off`,
  },
  stored: {
    placeholder: 'Stored',
    keep: 'Stored — leave empty to keep it.',
    replaced: 'Replaces the stored one.',
    clear: 'Clear',
    cleared: 'The stored one is removed when you save.',
    clearedPlaceholder: 'Removed when you save',
    keepIt: 'Keep the stored one',
    again: (changed: string) =>
      `${changed} changed: enter it again. The stored one goes only where it was entered for.`,
    enterAgain: (label: string) =>
      `Enter the ${label} again, or clear it: the stored one goes only where it was entered for.`,
  },
  list: (labels: string[]) =>
    labels.length < 2 ? labels.join() : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`,
}
