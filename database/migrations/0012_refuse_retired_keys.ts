import { BaseSchema } from '@adonisjs/lucid/schema'
import { createTriggers } from '#database/create_triggers'
import { refuseRetiredKeys, releaseRetiredKeys } from '#database/retired_keys_triggers'

/** Tables as they are at this point of history, each with its sealed column. */
const SEALED = [
  { table: 'database_connections', column: 'sealed_credentials' },
  { table: 'password_rotations', column: 'sealed_credentials' },
  { table: 'audit_chains', column: 'sealed_key' },
]

/** In the order of their key, which is the one that a rotation goes by; those of `audit_chains` are its ids. */
const WALKED = ['database_connections', 'password_rotations']

export default class extends BaseSchema {
  async up() {
    for (const sealed of SEALED) {
      const statements = refuseRetiredKeys(this.db.dialect.name, sealed)
      this.defer((client) => createTriggers(client, statements))
    }
    for (const name of WALKED) {
      this.schema.alterTable(name, (table) => table.index(['tenant_id', 'id']))
    }
  }

  async down() {
    for (const sealed of SEALED) {
      for (const statement of releaseRetiredKeys(this.db.dialect.name, sealed)) {
        this.schema.raw(statement)
      }
    }
    for (const name of WALKED) {
      this.schema.alterTable(name, (table) => table.dropIndex(['tenant_id', 'id']))
    }
  }
}
