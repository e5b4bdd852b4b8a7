import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    /**
     * The credentials that a connection is about to have. The row is there before the target is told, so that
     * whichever of the two the target believes after a crash, we still have it.
     */
    this.schema.createTable('password_rotations', (table) => {
      table.string('id', 36).primary()
      table.string('tenant_id', 36).notNullable()
      table
        .string('connection_id', 36)
        .notNullable()
        .unique()
        .references('id')
        .inTable('database_connections')
        .onDelete('CASCADE')
      /** The user whose password is changed: the connection's own, or the other one of two. */
      table.string('username', 250).notNullable()
      table.text('sealed_credentials', 'mediumtext').notNullable()
      table.string('master_key_id', 32).notNullable().index()
      /** The connection's version that these credentials follow. */
      table.integer('version').notNullable()
      /** Milliseconds since 1970: until then somebody works on it, or has died doing so. */
      table.bigInteger('claimed_until').notNullable().defaultTo(0)
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })

    this.schema.createTable('password_schedules', (table) => {
      table
        .string('connection_id', 36)
        .primary()
        .references('id')
        .inTable('database_connections')
        .onDelete('CASCADE')
      table.string('tenant_id', 36).notNullable()
      table.integer('every_days').notNullable()
      /** The other one of two users that take turns; null when the user keeps its name. */
      table.string('alternate_username', 250).nullable()
      /** Null while it pauses: trying again would only lock the user. */
      table.dateTime('next_at', { precision: 3 }).nullable().index()
      table.dateTime('last_at', { precision: 3 }).nullable()
      table.string('last_outcome', 10).nullable()
      table.string('last_code', 40).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })
  }

  async down() {
    this.schema.dropTable('password_schedules')
    this.schema.dropTable('password_rotations')
  }
}
