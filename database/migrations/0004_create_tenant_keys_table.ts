import { BaseSchema } from '@adonisjs/lucid/schema'

/** Salt and scrypt parameters with which a tenant's key is derived from one master key. */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('tenant_keys', (table) => {
      table.string('id', 36).primary()
      table
        .string('tenant_id', 36)
        .notNullable()
        .references('id')
        .inTable('tenants')
        .onDelete('CASCADE')
      table.string('master_key_id', 32).notNullable()
      table.string('salt', 64).notNullable()
      table.integer('n').notNullable()
      table.integer('r').notNullable()
      table.integer('p').notNullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.unique(['tenant_id', 'master_key_id'])
    })
  }

  async down() {
    this.schema.dropTable('tenant_keys')
  }
}
