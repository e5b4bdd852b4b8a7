/** What the passwords have to be that are made for users of an engine. */
export interface PasswordRules {
  /** In characters. */
  length: number
  /** Sets of characters, which have none in common: a password is made of all of them. */
  alphabets: readonly string[]
  /** How many characters of each alphabet there are at least. */
  ofEach: number
}

/** 192 bits at most, of what needs no escape in connection strings, shells and configuration files. */
export const USUAL_PASSWORDS: PasswordRules = {
  length: 32,
  alphabets: ['ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz', '0123456789', '_-'],
  ofEach: 1,
}
