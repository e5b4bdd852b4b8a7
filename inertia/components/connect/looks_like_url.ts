/** Longer ones are refused by the server. */
const LONGEST = 8_192

/** `user/password@host:1521/service`, which a password could look like too. */
const WITHOUT_SCHEME = /^[^\s/@:]+\/[^\s]+@[^\s@]+\/[^\s@]+$/

/** `DATABASE_URL="scheme://…"`, `psql 'scheme://…'`, or only in quotes. */
const WRAPPED =
  /^(?:(?:export )?[a-z_][\w.]{0,60} ?= ?|[a-z]{2,12} )?['"]?(?:jdbc:)?[a-z][a-z0-9+]{1,30}:\S/

/**
 * Whether a pasted text is worth asking the server about: it begins like one of the engines' examples. What is
 * pasted otherwise, such as a password, goes where it was pasted and nowhere else.
 */
export function looksLikeUrl(text: string, examples: string[], isSecretField: boolean): boolean {
  const told = text.trim().toLowerCase()
  if (told === '' || told.length > LONGEST) return false
  const beginnings = examples.map((example) => beginningOf(example.toLowerCase()))
  if (beginnings.some((beginning) => /[:(]/.test(beginning) && told.startsWith(beginning))) {
    return true
  }
  if (/^[a-z][a-z0-9]{0,20}\+\w{1,20}:\/\//.test(told)) return true
  if (isSecretField) return false
  if (WRAPPED.test(told) && told.includes('://')) return true
  const hasNames = /^[a-z][\w .]{0,40}=/.test(told) && /[;\s]/.test(told)
  if (hasNames) return beginnings.some((name) => name.endsWith('=') && told.includes(name))
  return WITHOUT_SCHEME.test(told)
}

/** A scheme with its colon, the first name with its equals sign, or a parenthesis with the name in it. */
function beginningOf(example: string): string {
  return /^[a-z][a-z0-9+.-]*:|^\(?[a-z][a-z ]*=/.exec(example)?.[0] ?? '\n'
}
