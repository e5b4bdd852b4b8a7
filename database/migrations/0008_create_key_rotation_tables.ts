import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    /** Work that only one process may do at a time, such as a rotation. */
    this.schema.createTable('leases', (table) => {
      table.string('name', 60).primary()
      table.string('holder', 120).notNullable()
      /** Counts the holders: whoever writes under an older one has lost the lease. */
      table.integer('fence').notNullable()
      /** Milliseconds since 1970, by the database's own clock. */
      table.bigInteger('expires_at').notNullable()
    })

    /** One row for each run of `keys:rotate`; the cursor is where a later one goes on. */
    this.schema.createTable('key_rotations', (table) => {
      table.string('id', 36).primary()
      table.string('master_key_id', 32).notNullable()
      /** Null for all tenants. */
      table.string('tenant_id', 36).nullable()
      table.string('status', 10).notNullable()
      table.string('cursor_table', 60).nullable()
      table.string('cursor_tenant_id', 36).nullable()
      table.string('cursor_id', 36).nullable()
      table.integer('resealed').notNullable().defaultTo(0)
      table.dateTime('finished_at', { precision: 3 }).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })

    /** Master keys with which nothing may be sealed any more; triggers refuse it. */
    this.schema.createTable('retired_keys', (table) => {
      table.string('master_key_id', 32).primary()
      /** Rows that were opened without it before it was retired. */
      table.integer('opened_rows').notNullable()
      table.dateTime('retired_at', { precision: 3 }).notNullable()
    })

    /** Servers that run, and the master keys that each holds: none may be left behind by a rotation. */
    this.schema.createTable('key_holders', (table) => {
      table.string('id', 36).primary()
      table.string('host', 120).notNullable()
      table.integer('pid').notNullable()
      table.string('active_key_id', 32).notNullable()
      /** JSON list of the ids of every key in the ring. */
      table.text('key_ids').notNullable()
      /** Milliseconds since 1970, by the database's own clock. */
      table.bigInteger('seen_at').notNullable()
    })
  }

  async down() {
    for (const name of ['key_holders', 'retired_keys', 'key_rotations', 'leases']) {
      this.schema.dropTable(name)
    }
  }
}
