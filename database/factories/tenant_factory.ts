import factory from '@adonisjs/lucid/factories'
import { v7 as uuid } from 'uuid'
import Tenant from '#models/tenant'

export const TenantFactory = factory
  .define(Tenant, () => {
    const id = uuid()
    return { id, name: `Tenant ${id}`, slug: `tenant-${id}` }
  })
  .build()
