import type { ApplicationService } from '@adonisjs/core/types'
import { AuditChains } from '#audit/audit_chains'
import { AuditTrail } from '#audit/audit_trail'
import { Vault } from '#vault/vault'

/** Binds the trail, of which there is one: it keeps the keys of its chains open, and events wait in it for each other. */
export default class AuditProvider {
  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(AuditChains, async (resolver) => {
      return new AuditChains(await resolver.make(Vault))
    })
    this.app.container.singleton(AuditTrail, async (resolver) => {
      return new AuditTrail(await resolver.make(AuditChains))
    })
  }
}
