import { BasePolicy } from '@adonisjs/bouncer'
import type Dataset from '#models/dataset'
import type { Actor } from '#services/actor'

/**
 * What a role may do with a dataset that this person can see. Whom it is hidden from is not a question of roles:
 * `Dataset.visibleTo` never finds it for them.
 */
export default class DatasetPolicy extends BasePolicy {
  create(actor: Actor) {
    return actor.role !== 'viewer'
  }

  /** Cancelling, importing again, deleting: their own, and those that are shared; an administrator all they can see. */
  change(actor: Actor, dataset: Dataset) {
    if (actor.role === 'admin') return true
    if (actor.role === 'viewer') return false
    return dataset.ownerId === actor.userId || dataset.visibility === 'tenant'
  }

  /** Previewing and downloading. */
  read() {
    return true
  }
}
