import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    /** One chain for each tenant, and one (the nil UUID) for what belongs to none. No foreign keys: it outlives them. */
    this.schema.createTable('audit_chains', (table) => {
      table.string('id', 36).primary()
      /** The chain's own HMAC key, sealed like credentials are. */
      table.text('sealed_key').notNullable()
      table.string('master_key_id', 32).notNullable().index()
      /** The last event: its number and its hash (HMAC-SHA-256 in hex). */
      table.bigInteger('sequence').notNullable()
      table.string('hash', 64).notNullable()
      /** Where the chain begins: after the last event that retention took away, attested by the same key. */
      table.bigInteger('pruned_sequence').notNullable().defaultTo(0)
      table.string('pruned_hash', 64).notNullable()
      table.string('pruned_proof', 64).notNullable()
      table.dateTime('created_at', { precision: 3 }).notNullable()
      table.dateTime('updated_at', { precision: 3 }).notNullable()
    })

    this.schema.alterTable('audit_events', (table) => {
      table.string('chain_id', 36).nullable()
      /** 1, 2, 3 … within the chain; null for events that are older than chains. */
      table.bigInteger('sequence').nullable()
      /** HMAC-SHA-256 of the event and of the hash before it, in hex. */
      table.string('hash', 64).nullable()
      table.unique(['chain_id', 'sequence'])
    })
  }

  async down() {
    this.schema.alterTable('audit_events', (table) => {
      table.dropUnique(['chain_id', 'sequence'])
    })
    for (const column of ['chain_id', 'sequence', 'hash']) {
      this.schema.raw(`alter table audit_events drop column ${column}`)
    }
    this.schema.dropTable('audit_chains')
  }
}
