import type { ApplicationService } from '@adonisjs/core/types'
import vaultConfig from '#config/vault'
import { MasterKeyring } from '#vault/master_keyring'
import { Vault } from '#vault/vault'

/** Binds the keyring and the vault, and makes the vault forget its keys with the process. */
export default class VaultProvider {
  #vault?: Vault

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(MasterKeyring, () =>
      MasterKeyring.load(vaultConfig.keys, { allowSeed: !this.app.inProduction })
    )
    this.app.container.singleton(Vault, async (resolver) => {
      this.#vault = new Vault(await resolver.make(MasterKeyring), vaultConfig)
      return this.#vault
    })
  }

  shutdown() {
    this.#vault?.dispose()
  }
}
