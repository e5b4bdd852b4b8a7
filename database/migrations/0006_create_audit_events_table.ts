import { BaseSchema } from '@adonisjs/lucid/schema'

/** No foreign keys: the trail outlives what it speaks of. */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('audit_events', (table) => {
      table.string('id', 36).primary()
      table.string('tenant_id', 36).nullable()
      table.string('actor_id', 36).nullable()
      table.string('actor_email', 254).nullable()
      table.string('action', 60).notNullable()
      table.string('target_type', 40).nullable()
      table.string('target_id', 36).nullable()
      table.string('target_name', 250).nullable()
      table.string('outcome', 10).notNullable()
      /** Error code of a failure, from the closed set. */
      table.string('code', 40).nullable()
      table.string('ip', 45).nullable()
      table.string('request_id', 64).nullable()
      table.integer('duration_ms').nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.index(['tenant_id', 'created_at', 'id'])
    })
  }

  async down() {
    this.schema.dropTable('audit_events')
  }
}
