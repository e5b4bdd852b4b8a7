import { createSecretKey, randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import vaultConfig from '#config/vault'
import Tenant from '#models/tenant'
import { type MasterKey, masterKeyIdOf } from '#vault/master_key'
import { MasterKeyring } from '#vault/master_keyring'
import type { SealBinding } from '#vault/seal_header'
import type { TenantKeysOptions } from '#vault/tenant_keys'
import { Vault } from '#vault/vault'

export const options: TenantKeysOptions = vaultConfig

export const randomKey = () => randomBytes(32).toString('base64')

/** A ring of base64 keys, the active one first. */
export function keyringOf(active: string, ...previous: string[]): MasterKeyring {
  return new MasterKeyring(masterKeyFrom(active), previous.map(masterKeyFrom))
}

function masterKeyFrom(text: string): MasterKey {
  const bytes = Buffer.from(text, 'base64')
  return { id: masterKeyIdOf(bytes), secret: createSecretKey(bytes), source: 'a test' }
}

export function vaultOf(active: string, ...previous: string[]): Vault {
  return new Vault(keyringOf(active, ...previous), options)
}

export type ConnectionBinding = Extract<SealBinding, { connectionId: string }>

/** A new connection of a new tenant. */
export async function newBinding(): Promise<ConnectionBinding> {
  const tenant = await Tenant.create({ name: 'Tenant', slug: uuid() })
  return { tenantId: tenant.id, connectionId: uuid() }
}

/** The code that a promise fails with; it must fail. */
export async function failureCodeOf(promise: Promise<unknown>): Promise<string | undefined> {
  const { code } = await failureOf(promise)
  return code
}

/** What a promise fails with; it must fail. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string }> {
  const outcome = await promise.then(
    () => null,
    (error) => error
  )
  if (!(outcome instanceof Error)) throw new Error('It was expected to fail, and did not')
  return outcome
}
