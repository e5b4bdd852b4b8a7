import { IdempotencyKeySchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'

/** A request that somebody may send again, and what was answered; its id is whoever carries it out now. */
export default class IdempotencyKey extends compose(IdempotencyKeySchema, withUuid) {}
