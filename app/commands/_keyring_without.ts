import type { ApplicationService } from '@adonisjs/core/types'
import type { MasterKeyring } from '#vault/master_keyring'
import { refuseBadKeys } from './_refuse_bad_keys.js'

/** The configured keys but one. The process's own ring, which holds it, is not even made. */
export async function keyringWithout(
  app: ApplicationService,
  without: string | undefined
): Promise<MasterKeyring> {
  const { default: vaultConfig } = await import('#config/vault')
  const { MasterKeyring: Ring } = await import('#vault/master_keyring')
  return refuseBadKeys(() => Ring.load(vaultConfig.keys, { allowSeed: !app.inProduction, without }))
}
