import { TenantKeySchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'

/** Salt (base64) and scrypt parameters of a tenant's key under one master key. */
export default class TenantKey extends compose(TenantKeySchema, withUuid) {}
