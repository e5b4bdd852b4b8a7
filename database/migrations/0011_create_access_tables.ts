import { exactly } from '#database/exactly'
import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.alterTable('users', (table) => {
      table.dateTime('deactivated_at', { precision: 3 }).nullable()
    })

    /** `api` for programs that logged in, `page` for browsers. */
    this.schema.alterTable('api_sessions', (table) => {
      table.string('kind', 10).notNullable().defaultTo('api')
    })

    this.schema.createTable('api_tokens', (table) => {
      table.string('id', 36).primary()
      table.string('tenant_id', 36).notNullable()
      table
        .string('user_id', 36)
        .notNullable()
        .references('id')
        .inTable('users')
        .onDelete('CASCADE')
        .index()
      table.string('name', 120).notNullable()
      /** SHA-256 of the token in hex: it is random, so that nothing slower is needed. */
      table.string('hash', 64).notNullable().unique()
      /** JSON list. */
      table.text('abilities').notNullable()
      table.dateTime('expires_at', { precision: 3 }).nullable()
      table.dateTime('last_used_at', { precision: 3 }).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
    })

    this.schema.createTable('invitations', (table) => {
      table.string('id', 36).primary()
      table
        .string('tenant_id', 36)
        .notNullable()
        .references('id')
        .inTable('tenants')
        .onDelete('CASCADE')
        .index()
      exactly(table.string('email', 254).notNullable(), this.db.dialect.name)
      table.string('role', 10).notNullable()
      /** SHA-256 of the link's token in hex. */
      table.string('hash', 64).notNullable().unique()
      table.string('invited_by', 36).nullable()
      table.dateTime('expires_at', { precision: 3 }).notNullable()
      table.dateTime('accepted_at', { precision: 3 }).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
    })

    /** What was answered to a POST, so that sending it again does nothing twice. */
    this.schema.createTable('idempotency_keys', (table) => {
      table.string('id', 36).primary()
      table.string('tenant_id', 36).notNullable()
      table
        .string('user_id', 36)
        .notNullable()
        .references('id')
        .inTable('users')
        .onDelete('CASCADE')
      /** SHA-256 of the key that the client chose, in hex. */
      table.string('key_hash', 64).notNullable()
      /** SHA-256 of method, path and body, in hex. */
      table.string('request_hash', 64).notNullable()
      /** Null while the first request is under way. */
      table.integer('status').nullable()
      table.text('answer', 'mediumtext').nullable()
      table.string('location', 250).nullable()
      table.string('etag', 250).nullable()
      table.dateTime('expires_at', { precision: 3 }).notNullable().index()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.unique(['user_id', 'key_hash'])
    })
  }

  async down() {
    for (const name of ['idempotency_keys', 'invitations', 'api_tokens']) {
      this.schema.dropTable(name)
    }
    // Not by the builder, which on SQLite makes the table anew: other tables refer to it.
    this.schema.raw('alter table api_sessions drop column kind')
    this.schema.raw('alter table users drop column deactivated_at')
  }
}
