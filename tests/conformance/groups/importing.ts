import { test } from '@japa/runner'
import { ConnectorError } from '#connectors/connector_error'
import type { Connector, ImportRequest, RowFilter, TableStream } from '#connectors/contracts'
import { SessionBudget } from '#connectors/session_budget'
import type { ConformanceServer } from '#tests/conformance/conformance_spec'
import { hostileColumn, hostileNames, PEOPLE } from '#tests/conformance/fixtures'
import { type ImportedTable, importInto, requestFor } from '#tests/conformance/import_bench'
import { forwardingTo, rogueServer } from '#tests/conformance/rogue_server'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, eventually, never, type Overrides, using } from '#tests/conformance/workbench'

export function registerImportTests({ spec, server }: Bench) {
  const { readsSnapshots, usesFile = false, infersColumns = false } = spec.engine.capabilities
  const keepsMoments = spec.keepsMoments ?? readsSnapshots ?? false
  const isQuick = spec.lacks?.slowness
  const isFarAway = spec.lacks?.nearness
  const fits = spec.lacks?.misfits
  const key = infersColumns ? '_id' : 'id'
  /** Documents have a key whether anybody wants one or not; it is their first column. */
  const besideKey = infersColumns ? 1 : 0
  const typed = <T>(values: readonly T[]) => values.slice(besideKey, besideKey + spec.types.length)
  const patience = spec.importSilence === undefined ? {} : { importSilence: spec.importSilence }
  const connect = (overrides?: Overrides) =>
    connectorTo(spec.engine, server(), { ...patience, ...overrides })
  const request = (name: string, more?: Partial<ImportRequest>) =>
    requestFor(server().schema, name, more)
  const imported = (...requests: ImportRequest[]): Promise<ImportedTable[]> =>
    using(connect(), (connector) => importInto(connector, requests))
  const importedOne = async (name: string, more?: Partial<ImportRequest>) => {
    const [table] = await imported(request(name, more))
    if (!table) throw new Error('Nothing was imported')
    if (table.error) throw table.error
    return table
  }
  const laid = new Set<string>()
  const lay = async (name: string, ...statements: string[]) => {
    if (laid.has(name)) return
    laid.add(name)
    if (spec.layOne) return spec.layOne(name, server())
    for (const sql of statements) await server().execute(sql)
  }
  /** Tens of thousands of rows, which are several batches. */
  const layCrowd = () =>
    lay(
      'crowd',
      'create table crowd as select a.id * 1000 + b.id as id, b.name as name from people a cross join people b'
    )
  const refused = spec.types.flatMap(({ refused: text }, i) =>
    text === undefined ? [] : [{ name: `c${i}`, text }]
  )
  const sessions = async () => (await server().countSessions?.()) ?? 0

  test('every type keeps its value', async ({ assert }) => {
    const { columns, rows } = await importedOne('every_type', {
      asText: refused.map(({ name }) => name),
    })
    assert.lengthOf(rows, 2)
    const full = typed(rows.find((row) => row[besideKey] !== null) ?? [])
    spec.types.forEach(({ declared, shown, cell, imported: kept, refused: text }, i) => {
      assert.deepEqual(full[i], text ?? kept ?? cell, `${declared}, column ${i}`)
      assert.equal(columns[besideKey + i]?.sourceType, shown ?? declared)
      assert.equal(columns[besideKey + i]?.name, `c${i}`)
    })
    const empty = typed(rows.find((row) => row[besideKey] === null) ?? [])
    assert.deepEqual(
      empty,
      spec.types.map(() => null)
    )
  })

  test('any column is kept as text when that is asked for', async ({ assert }) => {
    const { columns, rows } = await importedOne('every_type', {
      asText: spec.types.map((_, i) => `c${i}`),
    })
    for (const { name, type, note } of typed(columns)) {
      assert.equal(type.name, 'varchar', name)
      assert.isTrue(note === null || note.endsWith('.'), name)
    }
    const full = rows.find((row) => row[besideKey] !== null) ?? []
    for (const value of typed(full)) assert.isString(value)
  })

  test('a value that does not fit fails its table and names the column, and the next table follows', async ({
    assert,
  }) => {
    const tables = await imported(
      ...refused.flatMap(({ name }) => [
        request('every_type', { columns: [name] }),
        request('people', { limit: 3 }),
      ])
    )
    refused.forEach(({ name }, i) => {
      const failed = tables[i * 2]?.error
      assert.equal(failed?.code, 'value_out_of_range', name)
      assert.equal(failed?.column, name)
      assert.include(failed?.message ?? '', name)
      assert.lengthOf(tables[i * 2 + 1]?.rows ?? [], 3)
    })
  }).skip(fits !== undefined, fits)

  test('all rows come, in batches', async ({ assert }) => {
    await layCrowd()
    const { rows, batches } = await importedOne('crowd')
    assert.lengthOf(rows, PEOPLE * PEOPLE)
    assert.isAbove(batches, 10)
    const sum = rows.reduce((total, [id]) => total + Number(id), 0)
    assert.equal(sum, ((PEOPLE * PEOPLE * (PEOPLE + 1)) / 2) * 1_001)
  })

  test('large values come whole', async ({ assert }) => {
    const { rows } = await importedOne('big')
    assert.lengthOf(rows, 4)
    for (const [, body, bytes] of rows) {
      assert.lengthOf(body as string, 300_000)
      assert.include(bytes as object, { bytes: 300_000 })
    }
  })

  test('an empty table has columns and no rows', async ({ assert }) => {
    const { columns, rows } = await importedOne('empty_table')
    assert.deepEqual(
      columns.map(({ name }) => name),
      // Where nothing is there to infer them from, there is what every document has, and a place for the rest.
      infersColumns ? [key, 'other_fields'] : ['id', 'name']
    )
    assert.deepEqual(rows, [])
  })

  test('columns come as chosen, in that order', async ({ assert }) => {
    const { columns, rows } = await importedOne('people', { columns: ['name', key], limit: 2 })
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['name', key]
    )
    for (const [name, id] of rows) assert.equal(name, `person ${String(id)}`)
    assert.lengthOf(rows, 2)
  })

  test('rows are told apart by every operator')
    .with([
      { operator: 'equals', value: '7', ids: [7] },
      { operator: 'less', value: '3', ids: [1, 2] },
      { operator: 'at_most', value: '3', ids: [1, 2, 3] },
      { operator: 'greater', value: '248', ids: [249, 250] },
      { operator: 'at_least', value: '249', ids: [249, 250] },
    ] as const)
    .run(async ({ assert }, { operator, value, ids }) => {
      const { rows } = await importedOne('people', {
        columns: [key],
        filters: [{ column: key, operator, value }],
      })
      assert.deepEqual(
        rows.map(([id]) => Number(id)).sort((a, b) => a - b),
        [...ids]
      )
    })

  test('filters look for NULL and for its absence, at texts, and all at once', async ({
    assert,
  }) => {
    const idsOf = async (table: string, ...filters: RowFilter[]) => {
      const { rows } = await importedOne(table, { columns: [key], filters })
      return rows.map(([id]) => Number(id))
    }
    assert.deepEqual(await idsOf('orders', { column: 'person_id', operator: 'is_null' }), [2])
    assert.deepEqual(await idsOf('orders', { column: 'person_id', operator: 'is_not_null' }), [1])
    assert.lengthOf(
      await idsOf('people', { column: key, operator: 'not_equals', value: '1' }),
      PEOPLE - 1
    )
    assert.deepEqual(
      await idsOf(
        'people',
        { column: 'name', operator: 'equals', value: 'person 9' },
        { column: key, operator: 'greater', value: '8' }
      ),
      [9]
    )
  })

  test('what a filter compares with is only a value', async ({ assert }) => {
    await lay(
      'sayings',
      `create table sayings (id integer, body ${spec.dialect.text.short})`,
      `insert into sayings values (1, 'it''s'), (2, 'other')`
    )
    const values = [`'`, `\\`, `\\'`, `' or '1'='1`, `"`, '%', 'x\0y', '$$', `it's`]
    const tables = await imported(
      ...values.map((value) =>
        request('sayings', { filters: [{ column: 'body', operator: 'equals', value }] })
      )
    )
    tables.forEach(({ rows, error }, i) => {
      // A database whose texts cannot hold it may refuse it.
      if (values[i]?.includes('\0') && error) assert.equal(error.code, 'bad_config')
      else assert.isNull(error)
      assert.lengthOf(rows, values[i] === `it's` ? 1 : 0, values[i])
    })
  })

  test('hostile names of tables and columns are only names', async ({ assert }) => {
    const names = hostileNames(spec)
    const tables = await imported(...names.map((name) => request(name)))
    tables.forEach(({ columns, rows, error }, i) => {
      assert.isNull(error)
      assert.equal(columns[besideKey]?.name, hostileColumn(spec))
      assert.equal(Number(rows[0]?.[besideKey]), 42, names[i])
    })
  })

  test('a table that is gone fails alone, and so does a column', async ({ assert }) => {
    const [gone, first, without, filtered, last] = await imported(
      request('no_such_table'),
      request('people'),
      request('people', { columns: [key, 'no_such_column'] }),
      request('people', { filters: [{ column: 'no_such_column', operator: 'is_null' }] }),
      request('people')
    )
    assert.equal(gone?.error?.code, 'table_not_found')
    assert.equal(without?.error?.code, 'bad_config')
    assert.include(without?.error?.message ?? '', 'no_such_column')
    assert.equal(filtered?.error?.code, 'bad_config')
    for (const table of [first, last]) assert.lengthOf(table?.rows ?? [], PEOPLE)
  })

  test('what is written meanwhile is not seen', async ({ assert }) => {
    await lay('late', 'create table late (id integer)', 'insert into late values (1)')
    const [first, late] = await using(connect(), (connector) =>
      importInto(connector, [request('people'), request('late')], {
        async onTable(index) {
          if (index > 0) return
          // Whoever writes may have to wait for those who read.
          await Promise.resolve(server().execute('insert into late values (2)')).catch(() => {})
        },
      })
    )
    assert.lengthOf(first?.rows ?? [], PEOPLE)
    assert.deepEqual(
      late?.rows.map(([id]) => Number(id)),
      [1]
    )
  }).skip(!keepsMoments, 'it has no snapshots')

  test('who has enough of a table gets the next one', async ({ assert }) => {
    await layCrowd()
    let rows = 0
    const consumer = {
      async take(index: number, { batches }: TableStream) {
        for await (const batch of batches) {
          rows += batch.rows
          if (index === 0) return
        }
      },
      fail: async (_index: number, error: ConnectorError) => Promise.reject(error),
    }
    await using(connect(), (connector) =>
      connector.importTables([request('crowd'), request('people')], consumer, { signal: never })
    )
    assert.isBelow(rows, 10_000)
    assert.isAbove(rows, PEOPLE)
  })

  test('who is slow with a table gets the next one all the same', async ({ assert }) => {
    await layCrowd()
    const rows = [0, 0]
    const consumer = {
      async take(index: number, { batches }: TableStream) {
        for await (const batch of batches) {
          rows[index] = (rows[index] ?? 0) + batch.rows
          // Meanwhile the target sends whatever it is let send.
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      },
      fail: async (_index: number, error: ConnectorError) => Promise.reject(error),
    }
    await using(connect(), (connector) =>
      connector.importTables([request('crowd'), request('people')], consumer, { signal: never })
    )
    assert.deepEqual(rows, [PEOPLE * PEOPLE, PEOPLE])
  })

  test('who cannot take the rows ends the import with that very error', async ({ assert }) => {
    await layCrowd()
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const failed: number[] = []
    const consumer = {
      take: async (_index: number, { batches }: TableStream) => {
        await batches[Symbol.asyncIterator]().next()
        throw new RangeError('the disk is full')
      },
      fail: async (index: number) => void failed.push(index),
    }
    await using(connect({ budget }), async (connector) => {
      const importing = connector.importTables([request('crowd'), request('people')], consumer, {
        signal: never,
      })
      await assert.rejects(() => importing, 'the disk is full')
    })
    assert.deepEqual(failed, [])
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
  })

  /** Resolves when the import ended, however; `onBegun` is called once the first batch is there. */
  const takeSlowly = async (
    connector: Connector,
    name: string,
    signal: AbortSignal,
    onBegun: () => void
  ) => {
    const consumer = {
      async take(_index: number, { batches }: TableStream) {
        for await (const { rows } of batches) {
          if (rows > 0) onBegun()
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
        }
      },
      fail: async (_index: number, error: ConnectorError) => Promise.reject(error),
    }
    return connector.importTables([request(name)], consumer, { signal })
  }

  test('who goes away in the middle ends the session', async ({ assert }) => {
    await layCrowd()
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connect({ budget })
    const client = new AbortController()
    const importing = takeSlowly(connector, 'crowd', client.signal, () =>
      client.abort(new Error('gone'))
    )
    await assert.rejects(() => importing, 'gone')
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
    await connector.dispose()
  })

  test('who goes away stops a query that has sent nothing yet', async ({ assert }) => {
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connect({ budget })
    const client = new AbortController()
    const importing = takeSlowly(connector, 'slow', client.signal, () => {})
    importing.catch(() => {})
    await eventually(async () => (usesFile ? budget.held : await sessions()) > 0)
    client.abort(new Error('gone'))
    await assert.rejects(() => importing, 'gone')
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
    await connector.dispose()
  }).skip(isQuick !== undefined, isQuick)

  test('a target that falls silent ends the import', async ({ assert }) => {
    const budget = new SessionBudget({ total: 5, perTenant: 5 })
    const connector = await connect({ budget, importSilence: 300 })
    const error = await importInto(connector, [request('slow'), request('people')]).then(
      () => null,
      (thrown: unknown) => thrown
    )
    assert.instanceOf(error, ConnectorError)
    assert.equal((error as ConnectorError).code, 'timeout')
    await eventually(async () => (await sessions()) === 0 && budget.held === 0)
    await connector.dispose()
  }).skip(isQuick !== undefined, isQuick)

  test('an import may take longer than a read', async ({ assert }) => {
    await layCrowd()
    const [table] = await using(connect({ readDeadline: 1 }), (connector) =>
      importInto(connector, [request('crowd')])
    )
    assert.lengthOf(table?.rows ?? [], PEOPLE * PEOPLE)
  })

  test('nothing more is read than is taken', async ({ assert }) => {
    await lay(
      'heavy',
      `create table heavy as select a.id as id, ${spec.dialect.longText(1_000)} as body from people a cross join people b`
    )
    const between = await rogueServer(forwardingTo(portOf(server())))
    const bytes = () => between.connections.reduce((sum, socket) => sum + socket.bytesWritten, 0)
    const isStill = async () => {
      const before = bytes()
      await new Promise((resolve) => setTimeout(resolve, 50))
      return bytes() === before
    }
    let rows = 0
    let whenStill = 0
    const consumer = {
      async take(_index: number, { batches }: TableStream) {
        for await (const batch of batches) {
          if (rows === 0) {
            await eventually(isStill)
            whenStill = bytes()
          }
          rows += batch.rows
        }
      },
      fail: async (_index: number, error: ConnectorError) => Promise.reject(error),
    }
    const overrides = server().pointAt?.(between.port) ?? { config: { port: between.port } }
    await using(connect(overrides), (connector) =>
      connector.importTables([request('heavy')], consumer, { signal: never })
    )
    assert.equal(rows, PEOPLE * PEOPLE)
    assert.isAbove(bytes(), 60_000_000)
    assert.isBelow(whenStill, 40_000_000)
    await between.close()
  }).skip(usesFile || isFarAway !== undefined, isFarAway ?? 'there is no connection to count on')
}

/** Where it listens on this machine, also when its config has no port. */
function portOf({ config, passwords }: ConformanceServer): number {
  return passwords?.port ?? Number(config.port)
}
