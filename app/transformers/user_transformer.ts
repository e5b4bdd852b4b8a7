import { BaseTransformer } from '@adonisjs/core/transformers'
import type User from '#models/user'

/** What leaves of a user: never the password's hash. */
export default class UserTransformer extends BaseTransformer<User> {
  toObject() {
    return this.pick(this.resource, ['id', 'tenantId', 'email', 'fullName', 'role'])
  }
}
