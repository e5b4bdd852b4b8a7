import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('tenants', (table) => {
      table.string('id', 36).primary()
      table.string('name', 120).notNullable()
      table.string('slug', 60).notNullable().unique()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })
  }

  async down() {
    this.schema.dropTable('tenants')
  }
}
