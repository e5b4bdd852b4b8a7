import { readFileSync } from 'node:fs'
import type { Secret } from '@adonisjs/core/helpers'
import { MasterKeyInvalidError } from '#vault/errors'
import { requireSafeAddress } from '#vault/key_providers/service_address'

/** The values of the `VAULT_…` variables, which `vault` and `bao` read too. */
export interface TransitSettings {
  address?: string
  token?: Secret<string>
  tokenFile?: string
  /** Name of the Transit key. */
  key?: string
  /** Where the Transit engine is mounted. */
  mount?: string
  namespace?: string
  /** PEM of the authorities that Vault's certificate is judged by, besides none: the system's are not asked then. */
  caFile?: string
}

/** What is spoken to, complete and judged. */
export interface TransitTarget {
  address: URL
  token: string
  /** The variable that the token came from. */
  tokenVariable: string
  key: string
  mount: string
  namespace?: string
  ca?: Buffer
}

/** @throws {MasterKeyInvalidError} naming the variable that is missing or malformed */
export function readTransitSettings(settings: TransitSettings): TransitTarget {
  const { address, key, mount = 'transit', namespace, caFile } = settings
  return {
    address: requireSafeAddress('VAULT_ADDR', required('VAULT_ADDR', address)),
    ...tokenOf(settings),
    key: pathPart('VAULT_TRANSIT_KEY', required('VAULT_TRANSIT_KEY', key), /^[\w.-]+$/),
    mount: pathPart('VAULT_TRANSIT_MOUNT', mount, /^[\w.-]+(\/[\w.-]+)*$/),
    namespace,
    ca: caFile ? readNamed('VAULT_CACERT', caFile) : undefined,
  }
}

function tokenOf({ token, tokenFile }: TransitSettings) {
  if (token && tokenFile) {
    throw new MasterKeyInvalidError('VAULT_TOKEN and VAULT_TOKEN_FILE are both set. Keep one')
  }
  if (!tokenFile) {
    const text = required('VAULT_TOKEN (or VAULT_TOKEN_FILE)', token?.release())
    return { token: headerSafe('VAULT_TOKEN', text), tokenVariable: 'VAULT_TOKEN' }
  }
  const text = readNamed('VAULT_TOKEN_FILE', tokenFile).toString('utf8').trim()
  return { token: headerSafe('VAULT_TOKEN_FILE', text), tokenVariable: 'VAULT_TOKEN_FILE' }
}

function required(variable: string, value: string | undefined): string {
  if (value) return value
  throw new MasterKeyInvalidError(
    `${variable} is not set, and the provider of master keys is "vault-transit". Set it`
  )
}

/** Names that need no escaping: the client puts them into the path as they are. */
function pathPart(variable: string, value: string, pattern: RegExp): string {
  if (pattern.test(value) && !value.split('/').some((part) => /^\.+$/.test(part))) return value
  throw new MasterKeyInvalidError(
    `${variable} is not a name that Vault could have: letters, digits, dots, dashes and underscores. Check it`
  )
}

/** What is not a header's value would be quoted by the error that says so. */
function headerSafe(variable: string, token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token
  throw new MasterKeyInvalidError(`${variable} holds no token. Put one there, and nothing else`)
}

function readNamed(variable: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw new MasterKeyInvalidError(
      `${variable} names a file that cannot be read: ${path}. Check its path and its owner`,
      { cause }
    )
  }
}
