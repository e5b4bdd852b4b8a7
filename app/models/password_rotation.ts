import { PasswordRotationSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'

/** Credentials that a connection is about to have: sealed before the target hears of them. */
export default class PasswordRotation extends compose(PasswordRotationSchema, withUuid) {}
