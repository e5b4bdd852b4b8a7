import type { TlsMode } from '#connectors/tls'

/** What connection strings of all kinds call the four modes, without regard to case, `-` and `_`. */
const WORDS: Record<string, TlsMode> = {
  disable: 'disable',
  disabled: 'disable',
  false: 'disable',
  off: 'disable',
  no: 'disable',
  none: 'disable',
  0: 'disable',
  require: 'require',
  required: 'require',
  true: 'require',
  on: 'require',
  yes: 'require',
  1: 'require',
  trust: 'require',
  verifyca: 'verify-ca',
  verifyfull: 'verify-full',
  verifyidentity: 'verify-full',
}

/** Encrypted only if the server likes: whoever stands between may decide that it does not. */
const HALF_HEARTED = ['allow', 'prefer', 'preferred', 'try']

const REMARK =
  'It encrypts only where the server offers that; here TLS is required. Turn it off if the server has none.'

/** The mode that a word asks for, and what is to be said of it. */
export interface TlsWord {
  mode: TlsMode
  remark?: string
}

/** Undefined when the word is not known. */
export function readTlsWord(word: string): TlsWord | undefined {
  const plain = word.toLowerCase().replace(/[-_ ]/g, '')
  if (HALF_HEARTED.includes(plain)) return { mode: 'require', remark: REMARK }
  const mode = Object.hasOwn(WORDS, plain) ? WORDS[plain] : undefined
  return mode && { mode }
}

/** `true`, `yes`, `1` and their opposites; undefined for anything else. */
export function readSwitch(word: string): boolean | undefined {
  if (/^(true|yes|on|1)$/i.test(word)) return true
  return /^(false|no|off|0)$/i.test(word) ? false : undefined
}
