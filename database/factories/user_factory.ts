import factory from '@adonisjs/lucid/factories'
import { v7 as uuid } from 'uuid'
import { TenantFactory } from '#database/factories/tenant_factory'
import User from '#models/user'

/** The password of every user made here. */
export const PASSWORD = 'correct horse battery'

/** An editor, in a tenant of their own unless one is given: `merge({ tenantId })`. */
export const UserFactory = factory
  .define(User, () => {
    const id = uuid()
    return {
      id,
      email: `${id}@example.com`,
      fullName: 'Ada Lovelace',
      role: 'editor' as const,
      password: PASSWORD,
    }
  })
  .state('admin', (user) => user.merge({ role: 'admin' }))
  .state('viewer', (user) => user.merge({ role: 'viewer' }))
  .before('create', async (_, user, { $trx }) => {
    if (user.tenantId) return
    const tenant = await ($trx ? TenantFactory.client($trx) : TenantFactory).create()
    user.tenantId = tenant.id
  })
  .build()
