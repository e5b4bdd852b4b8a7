/**
 * How an engine describes its fields. The validator, the form, the OpenAPI document and the docs are all
 * made from this one description.
 */
export interface FieldBase {
  /** Path within `config` (or name within `credentials`), such as `host` or `tls.mode`. */
  name: string
  label: string
  /** Where the form shows it. */
  group: 'basics' | 'security' | 'tunnel' | 'advanced'
  required: boolean
  help?: string
  placeholder?: string
  /** Show and accept the field only when another field of `config` has one of these values, as text. */
  when?: { field: string; in: readonly string[] }
  /**
   * It decides who receives the stored credentials, or how well they are protected on the way: changing it on a
   * saved connection requires the credentials again.
   */
  guardsCredentials?: boolean
}

export interface TextField extends FieldBase {
  kind: 'text'
  maxLength: number
  /** Source of a regular expression that the whole value matches. */
  pattern?: string
  default?: string
}

export interface IntegerField extends FieldBase {
  kind: 'integer'
  min: number
  max: number
  default?: number
}

export interface ChoiceField extends FieldBase {
  kind: 'choice'
  options: readonly { value: string; label: string }[]
  default: string
}

export interface BooleanField extends FieldBase {
  kind: 'boolean'
  default: boolean
}

/** Long text such as a PEM certificate. */
export interface PemField extends FieldBase {
  kind: 'pem'
  maxLength: number
}

/** A file's name inside the tenant's own folder. */
export interface FileField extends FieldBase {
  kind: 'file'
}

export type ConfigField =
  TextField | IntegerField | ChoiceField | BooleanField | PemField | FileField

/** A secret. It is write-only: responses say only whether it is set. */
export interface CredentialField extends FieldBase {
  kind: 'secret'
  maxLength: number
  multiline?: boolean
  /** Where it is set, nobody signs in with the password. */
  insteadOfPassword?: boolean
}
