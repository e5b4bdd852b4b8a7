import { BasePolicy } from '@adonisjs/bouncer'
import type { Actor } from '#services/actor'

/** Who may look after the members of a team. */
export default class MemberPolicy extends BasePolicy {
  manage(actor: Actor) {
    return actor.role === 'admin'
  }
}
