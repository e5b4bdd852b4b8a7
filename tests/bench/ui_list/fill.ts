import { join } from 'node:path'
import Database from 'better-sqlite3'
import { v7 as uuid } from 'uuid'
import type { Product } from '#tests/support/product'

const ENGINES = [
  { type: 'postgresql', at: 'db.example.com:5432/orders' },
  { type: 'mysql', at: 'mysql.internal.example.com:3306/shop' },
  { type: 'mongodb', at: 'events-archive.internal.example.com:27017/events' },
  { type: 'oracle', at: 'erp.example.com:1521/ERP' },
  { type: 'sqlserver', at: 'crm.example.com:1433/crm' },
  { type: 'snowflake', at: 'acme-prod/analytics' },
]
const TEAMS = ['billing', 'sales', 'support', 'risk', 'growth', 'platform', 'logistics']
const REFUSED = 'Wrong password for analyst on this server. Enter it again, or ask for a new one.'

/** Connections of the only tenant, shared by its only user, which nobody needs to reach. */
export function fill(product: Product, connections: number): void {
  const database = new Database(join(String(product.environment.DATA_DIR), 'varlor.sqlite'))
  const owner = database
    .prepare('select id as owner_id, tenant_id, created_at, created_at as updated_at from users')
    .get() as Record<string, string>
  const insert = database.prepare(
    `insert into database_connections (
       id, tenant_id, owner_id, name, name_key, type, config, target, visibility, version,
       credential_fields, last_test_status, last_test_error, last_tested_at, created_at, updated_at
     ) values (
       @id, @tenant_id, @owner_id, @name, lower(@name), @type, '{}', @target, @visibility, 1,
       '[]', @status, @error, @tested_at, @created_at, @updated_at
     )`
  )
  const tag = database.prepare(
    'insert into connection_tags (connection_id, tenant_id, tag) values (?, ?, ?)'
  )
  database.transaction(() => {
    for (let index = 0; index < connections; index++) {
      const id = uuid()
      insert.run({ ...owner, id, ...described(index), tested_at: testedAt(index, owner) })
      if (index % 2) tag.run(id, owner.tenant_id, teamOf(index))
    }
  })()
  database.close()
}

function described(index: number) {
  const { type = '', at = '' } = ENGINES[index % ENGINES.length] ?? {}
  const failed = index % 9 === 4
  return {
    name: `${teamOf(index)}-${String(index).padStart(4, '0')}`,
    type,
    target: `analyst@${teamOf(index)}-${at}`,
    visibility: index % 5 ? 'tenant' : 'private',
    status: index % 7 === 6 ? null : failed ? 'failed' : 'passed',
    error: failed && index % 7 !== 6 ? REFUSED : null,
  }
}

function teamOf(index: number): string {
  return TEAMS[index % TEAMS.length] ?? ''
}

function testedAt(index: number, { created_at: at }: Record<string, string>): string | null {
  return index % 7 === 6 ? null : (at ?? null)
}
