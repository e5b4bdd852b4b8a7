import { ApiSessionSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'

/** One login by API; access and refresh tokens name it, and die with it. */
export default class ApiSession extends compose(ApiSessionSchema, withUuid) {}
