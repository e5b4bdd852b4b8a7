import { BaseSchema } from '@adonisjs/lucid/schema'

/** The trail outlives its tenant, and so must the key that seals the trail's own: no foreign key any more. */
export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('tenant_keys', (table) => {
      table.dropForeign(['tenant_id'])
    })
  }

  async down() {
    this.schema.raw('delete from tenant_keys where tenant_id not in (select id from tenants)')
    this.schema.alterTable('tenant_keys', (table) => {
      table.foreign('tenant_id').references('id').inTable('tenants').onDelete('CASCADE')
    })
  }
}
