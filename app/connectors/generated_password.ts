import { randomInt } from 'node:crypto'
import type { PasswordRules } from '#connectors/password_rules'

/**
 * A new password, every one that the rules allow being as likely as any other: it is drawn again as a whole until one
 * of them comes out.
 *
 * @throws RangeError when no password can keep the rules
 */
export function generatePassword(rules: PasswordRules): string {
  const { length, alphabets, ofEach } = rules
  if (ofEach * alphabets.length > length) {
    throw new RangeError('The rules ask for more characters than the password has')
  }
  const characters = alphabets.join('')
  if (characters === '') throw new RangeError('The rules leave no characters')
  for (;;) {
    const password = Array.from({ length }, () => characters[randomInt(characters.length)]).join('')
    if (keeps(password, rules)) return password
  }
}

function keeps(password: string, { alphabets, ofEach }: PasswordRules): boolean {
  return alphabets.every(
    (alphabet) => [...password].filter((character) => alphabet.includes(character)).length >= ofEach
  )
}
