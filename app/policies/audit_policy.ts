import { BasePolicy } from '@adonisjs/bouncer'
import type { Actor } from '#services/actor'

/** Who may read the trail. */
export default class AuditPolicy extends BasePolicy {
  list(actor: Actor) {
    return actor.role === 'admin'
  }

  export(actor: Actor) {
    return this.list(actor)
  }
}
