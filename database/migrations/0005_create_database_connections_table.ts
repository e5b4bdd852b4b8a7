import { exactly } from '#database/exactly'
import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.createTable('database_connections', (table) => {
      table.string('id', 36).primary()
      table
        .string('tenant_id', 36)
        .notNullable()
        .references('id')
        .inTable('tenants')
        .onDelete('CASCADE')
      table.string('owner_id', 36).notNullable().references('id').inTable('users')
      table.string('name', 120).notNullable()
      /** Case-folded name, so that uniqueness means the same in every application database. */
      exactly(table.string('name_key', 250).notNullable(), this.db.dialect.name)
      table.string('type', 20).notNullable()
      /** MySQL's TEXT is too short for certificates; elsewhere any text is as long as it likes. */
      table.text('config', 'mediumtext').notNullable()
      /** Where it points, in one line without secrets; kept for searching and lists. */
      table.string('target', 500).notNullable().defaultTo('')
      /** One compact JWE, or null when the connection has no credentials. */
      table.text('sealed_credentials', 'mediumtext').nullable()
      /** Which master key opens `sealed_credentials`. */
      table.string('master_key_id', 32).nullable().index()
      /** JSON list of the credential fields that are set, so that flags need no unsealing. */
      table.text('credential_fields').notNullable()
      table.string('visibility', 10).notNullable()
      /** Counts every change: the ETag, the optimistic lock, and the version in the pools' key. */
      table.integer('version').notNullable().defaultTo(1)
      table.dateTime('last_tested_at', { precision: 3 }).nullable()
      table.string('last_test_status', 10).nullable()
      table.string('last_test_code', 40).nullable()
      table.text('last_test_error').nullable()
      table.integer('last_test_latency_ms').nullable()
      table.string('server_version', 120).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
      table.unique(['tenant_id', 'name_key'])
      table.index(['tenant_id', 'created_at', 'id'])
    })

    this.schema.createTable('connection_tags', (table) => {
      table
        .string('connection_id', 36)
        .notNullable()
        .references('id')
        .inTable('database_connections')
        .onDelete('CASCADE')
      table.string('tenant_id', 36).notNullable()
      exactly(table.string('tag', 40).notNullable(), this.db.dialect.name)
      table.primary(['connection_id', 'tag'])
      table.index(['tenant_id', 'tag'])
    })
  }

  async down() {
    this.schema.dropTable('connection_tags')
    this.schema.dropTable('database_connections')
  }
}
