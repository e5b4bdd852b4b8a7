import db from '@adonisjs/lucid/services/db'
import { test } from '@japa/runner'
import { DATABASES, useScratchDatabase } from '#tests/support/scratch_database'
import { tokenPrefix } from '#vault/rotation/token_prefix'
import { encodeSealHeader } from '#vault/seal_header'
import { sealedColumns } from '#vault/sealed_columns'

/** Where the vault keeps its books: they name master keys, and hold nothing that is sealed. */
const BOOKS = ['key_rotations', 'retired_keys', 'tenant_keys']

for (const kind of DATABASES) {
  test.group(`The registry of sealed columns, on ${kind}`, (group) => {
    useScratchDatabase(group, kind)
    group.each.timeout(60_000)

    test('has every column that a migration has made for sealing', async ({ assert }) => {
      const connection = db.connection()
      const sealed: string[] = []
      const keyed: string[] = []
      for (const table of await connection.getAllTables(['public'])) {
        const columns = Object.keys(await connection.columnsInfo(table))
        sealed.push(
          ...columns.filter((name) => name.startsWith('sealed_')).map((name) => `${table}.${name}`)
        )
        if (columns.includes('master_key_id') && !BOOKS.includes(table)) keyed.push(table)
      }
      const registered = sealedColumns.map(({ table, column }) => `${table}.${column}`)
      assert.sameMembers(sealed, registered)
      assert.sameMembers(
        keyed,
        sealedColumns.map(({ table }) => table)
      )
    })

    test('names columns that are there', async ({ assert }) => {
      for (const { table, column, tenantColumn, boundTo } of sealedColumns) {
        const columns = Object.keys(await db.connection().columnsInfo(table))
        assert.includeMembers(columns, ['id', 'master_key_id', column, tenantColumn, ...boundTo])
      }
    })
  })
}

test.group('What a token begins with', () => {
  test('tells its key, whatever it is bound to', ({ assert }) => {
    const [one, other] = ['0123456789abcde0', '0123456789abcde1']
    for (const tenantId of ['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff', '']) {
      for (const bound of [{ connectionId: 'c' }, { purpose: 'audit-chain' as const }]) {
        assert.isTrue(encodeSealHeader({ tenantId, ...bound }, one).startsWith(tokenPrefix(one)))
        assert.isFalse(encodeSealHeader({ tenantId, ...bound }, other).startsWith(tokenPrefix(one)))
      }
    }
  })
})
