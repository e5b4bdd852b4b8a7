import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { requestFor } from '#tests/conformance/import_bench'
import { imported, importFolder, orderFor } from '#tests/support/import_orders'
import { asked } from '#tests/support/parquet'
import type { StandinColumn } from '#tests/support/standins/oracle/database'
import { moment } from '#tests/support/standins/oracle/moments'
import { PASSWORD, startStandin } from '#tests/unit/connectors/oracle/bench'

const ROWS = 10_000

const COLUMNS: StandinColumn[] = [
  { name: 'ID', dataType: 'NUMBER', precision: 9, scale: 0, wire: 'number' },
  { name: 'PRICE', dataType: 'NUMBER', precision: 38, scale: 2, wire: 'number' },
  { name: 'RATIO', dataType: 'BINARY_DOUBLE', wire: 'double' },
  { name: 'PLACED', dataType: 'DATE', wire: 'varchar' },
  { name: 'EXACTLY', dataType: 'TIMESTAMP(9)', wire: 'varchar' },
  { name: 'SEEN', dataType: 'TIMESTAMP(6) WITH TIME ZONE', wire: 'varchar' },
  { name: 'LABEL', dataType: 'VARCHAR2', length: 40, wire: 'varchar' },
  { name: 'BODY', dataType: 'CLOB', wire: 'clob' },
]

test.group('An import of Oracle in a process of its own', (group) => {
  group.each.timeout(60_000)

  test('its tables become Parquet files with the same values', async ({ assert, cleanup }) => {
    const [folder, remove] = importFolder()
    cleanup(remove)
    const { standin, database } = await startStandin()
    cleanup(() => standin.close())
    const rows = Array.from({ length: ROWS }, (_, i) => [
      i,
      `${i}.25`,
      i === 0 ? Number.NaN : i / 2,
      moment('2024-02-29 12:34:56'),
      moment('2024-02-29 12:34:56.789012345'),
      moment('2024-02-29 12:34:56.789 -03:30'),
      i % 2 ? null : `label ${i}`,
      i === 7 ? '表🐘'.repeat(5_000) : 'short',
    ])
    const orders = { owner: 'SCOTT', name: 'ORDERS', kind: 'table', estimate: ROWS } as const
    database.tables.push({ ...orders, columns: COLUMNS, rows })
    const nowhere = { host: '', port: 0, user: '', password: '', database: '' }
    const reports = await imported({
      ...orderFor(nowhere as Parameters<typeof orderFor>[0], folder, []),
      engine: 'oracle',
      target: {
        tenantId: 'tenant',
        config: {
          host: '127.0.0.1',
          port: standin.port,
          serviceName: 'ORCLPDB1',
          username: 'scott',
          tls: { mode: 'disable' },
        },
        credentials: { password: PASSWORD },
      },
      requests: [requestFor('SCOTT', 'ORDERS')],
    })
    assert.equal(reports.at(-1)?.kind, 'done', JSON.stringify(reports.at(-1)))
    const [name = ''] = readdirSync(folder)
    const [values] = await asked(`
      select count(*), sum(ID), sum(PRICE)::text, count(*) filter (isnan(RATIO)),
        count(LABEL), max(length(BODY)), max(PLACED)::text, max(EXACTLY)::text, max(SEEN)::text
      from '${join(folder, name)}'`)
    assert.deepEqual(values?.map(String), [
      String(ROWS),
      String((ROWS * (ROWS - 1)) / 2),
      '49997500.00',
      '1',
      String(ROWS / 2),
      '10000',
      '2024-02-29 12:34:56',
      '2024-02-29 12:34:56.789012345',
      '2024-02-29 16:04:56.789+00',
    ])
  })
})
