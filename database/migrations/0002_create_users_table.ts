import { exactly } from '#database/exactly'
import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('users', (table) => {
      table.string('id', 36).primary()
      table
        .string('tenant_id', 36)
        .notNullable()
        .references('id')
        .inTable('tenants')
        .onDelete('CASCADE')
        .index()
      exactly(table.string('email', 254).notNullable().unique(), this.db.dialect.name)
      table.string('full_name', 120).nullable()
      table.string('role', 10).notNullable()
      table.string('password', 255).notNullable()
      table.dateTime('last_login_at', { precision: 3 }).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })
  }

  async down() {
    this.schema.dropTable('users')
  }
}
