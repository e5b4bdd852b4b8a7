import { BasePolicy } from '@adonisjs/bouncer'
import type { Actor } from '#services/actor'

/** Who may see what the installation grants their team: keys and limits. */
export default class InstallationPolicy extends BasePolicy {
  view(actor: Actor) {
    return actor.role === 'admin'
  }
}
