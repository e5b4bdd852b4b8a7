import type { CredentialField, IntegerField, TextField } from '#connectors/field'

/** What engines that are servers ask for, in the same words. */

export const HOST = {
  kind: 'text',
  name: 'host',
  label: 'Host',
  group: 'basics',
  required: true,
  guardsCredentials: true,
  maxLength: 255,
  placeholder: 'db.example.com',
} as const satisfies TextField

export function portField(usual: number): IntegerField {
  return {
    kind: 'integer',
    name: 'port',
    label: 'Port',
    group: 'basics',
    required: true,
    guardsCredentials: true,
    min: 1,
    max: 65_535,
    default: usual,
  }
}

/** @param maxLength in characters, as the engine limits its names */
export function usernameField(maxLength: number): TextField {
  return {
    kind: 'text',
    name: 'username',
    label: 'Username',
    group: 'basics',
    required: true,
    guardsCredentials: true,
    maxLength,
  }
}

export const PASSWORD = {
  kind: 'secret',
  name: 'password',
  label: 'Password',
  group: 'basics',
  required: false,
  maxLength: 1_024,
} as const satisfies CredentialField
