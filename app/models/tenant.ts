import { TenantSchema } from '#database/schema'
import { withUuid } from '#models/with_uuid'
import { compose } from '@adonisjs/core/helpers'

/** A team. Everything but the audit trail of failed logins belongs to one. */
export default class Tenant extends compose(TenantSchema, withUuid) {}
