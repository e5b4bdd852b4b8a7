import { Bouncer } from '@adonisjs/bouncer'
import { inject } from '@adonisjs/core'
import InstallationPolicy from '#policies/installation_policy'
import type { Actor } from '#services/actor'
import { MasterKeyring } from '#vault/master_keyring'
import { tenantKeyUsage, type TenantKeyUsage } from '#vault/rotation/tenant_key_usage'

/** Shows a team's administrators which master keys their own sealed rows need. */
@inject()
export class KeyStatus {
  constructor(private keyring: MasterKeyring) {}

  /** @throws E_AUTHORIZATION_FAILURE */
  async of(actor: Actor): Promise<TenantKeyUsage> {
    await new Bouncer({ ...actor }).with(InstallationPolicy).authorize('view')
    return tenantKeyUsage(this.keyring, actor.tenantId)
  }
}
