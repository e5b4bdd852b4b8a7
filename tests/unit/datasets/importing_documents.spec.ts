import { join } from 'node:path'
import { test } from '@japa/runner'
import { BSON, Decimal128, Long, ObjectId } from 'mongodb'
import { importFolder, imported, orderFor, wholeTable } from '#tests/support/import_orders'
import { asked } from '#tests/support/parquet'
import { MongodbStandIn } from '#tests/support/standins/mongodb/server'

const NOWHERE = { host: '', port: 0, user: '', password: '', database: '' }

test.group('Importing documents', () => {
  test('a collection becomes a file that is read with their values', async ({
    assert,
    cleanup,
  }) => {
    const server = await MongodbStandIn.start()
    cleanup(() => server.stop())
    const [folder, remove] = importFolder()
    cleanup(remove)
    const documents = Array.from({ length: 5_000 }, (_, i) => ({
      _id: ObjectId.createFromTime(i),
      placed: new Date(Date.UTC(2026, 0, 1) + i),
      price: Decimal128.fromString(`${i}.10`),
      mixed: i % 2 === 0 ? Long.fromNumber(i) : { text: 'é' },
      ...(i === 2_500 ? { rare: [1, 'x'] } : {}),
    }))
    server.store.insert(
      'shop',
      'orders',
      documents.map((document) => BSON.serialize(document))
    )
    const order = orderFor(NOWHERE as never, folder, [])
    const config = { host: '127.0.0.1', port: server.port, srv: false, tls: { mode: 'disable' } }
    const reports = await imported({
      ...order,
      engine: 'mongodb',
      target: { tenantId: 'tenant', config, credentials: {} },
      requests: [wholeTable('orders', 'shop')],
    })
    assert.deepEqual(
      reports.filter(({ kind }) => kind === 'failed'),
      []
    )
    const file = join(folder, '0.parquet')
    const [row] = await asked(`
      select count(*)::int, count(distinct _id)::int, sum(price::decimal(10, 2))::varchar, max(placed)::varchar,
        (count(*) filter (mixed->>'text' = 'é'))::int, max(other_fields)::varchar, typeof(any_value(placed))
      from '${file}'`)
    assert.deepEqual(row, [
      5_000,
      5_000,
      '12498000.00',
      '2026-01-01 00:00:04.999+00',
      2_500,
      '{"rare":[1,"x"]}',
      'TIMESTAMP WITH TIME ZONE',
    ])
  })
})
