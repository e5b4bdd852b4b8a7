import { KeyRotationSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'
import { column } from '@adonisjs/lucid/orm'

/** `incomplete`: it came to its end, and some rows did not open. */
export type RotationStatus = 'running' | 'stopped' | 'incomplete' | 'finished'

/** One run of `keys:rotate`; its cursor is where a later one goes on. */
export default class KeyRotation extends compose(KeyRotationSchema, withUuid) {
  static table = 'key_rotations'

  @column()
  declare status: RotationStatus
}
