import { BasePolicy } from '@adonisjs/bouncer'
import type { Actor } from '#services/actor'

/** Who may take what they see out of their tenant, and bring connections into it by the file. */
export default class BackupPolicy extends BasePolicy {
  export(actor: Actor) {
    return actor.role === 'admin'
  }

  import(actor: Actor) {
    return actor.role === 'admin'
  }
}
