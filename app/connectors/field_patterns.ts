import type { ConfigField, CredentialField } from '#connectors/field'

/** Control characters have no place in a host, a user or a name. */
const NO_CONTROL = '[^\\p{Cc}]*'
/** As `ConfinedFiles` takes it: no folder, no leading dot. */
const FILE_NAME = '[\\p{L}\\p{N}_][\\p{L}\\p{N}_. ()-]{0,199}'
/** `config` is shown to everybody who sees the connection: private keys belong in `credentials`. */
const PUBLIC_PEM = '(?![\\s\\S]*PRIVATE KEY)[\\s\\S]*-----BEGIN [A-Z0-9 ]+-----[\\s\\S]*'
/** A secret that only repeats a character of a mask is what some form showed in place of the secret. */
const NO_MASK = '(?![•●∙·*＊]+$)[\\s\\S]*'

/**
 * Source of a regular expression, with the flag `u`, that the whole value of a field matches; null where any value
 * does. The validator and the forms check with the same one.
 */
export function patternOf(field: ConfigField | CredentialField): string | null {
  switch (field.kind) {
    case 'text':
      return field.pattern ?? NO_CONTROL
    case 'pem':
      return PUBLIC_PEM
    case 'file':
      return FILE_NAME
    case 'secret':
      return NO_MASK
    default:
      return null
  }
}

/** The expression for a whole value. */
export function wholly(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`, 'u')
}
