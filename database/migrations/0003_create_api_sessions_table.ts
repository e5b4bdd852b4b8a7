import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * One row for each login by API. `generation` counts refreshes: a refresh token of an earlier generation
 * has been used before, and presenting it again revokes the session.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.createTable('api_sessions', (table) => {
      table.string('id', 36).primary()
      table
        .string('user_id', 36)
        .notNullable()
        .references('id')
        .inTable('users')
        .onDelete('CASCADE')
        .index()
      table.integer('generation').notNullable().defaultTo(0)
      table.dateTime('expires_at', { precision: 3 }).notNullable()
      table.dateTime('revoked_at', { precision: 3 }).nullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })
  }

  async down() {
    this.schema.dropTable('api_sessions')
  }
}
