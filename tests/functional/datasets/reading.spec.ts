import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { test } from '@japa/runner'
import AuditEvent from '#models/audit_event'
import { ApiPerson } from '#tests/support/api_person'
import { endQueue } from '#tests/support/dataset_rows'
import { importAll, newDataset, type TableScript } from '#tests/support/datasets'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}/api/v2`

test.group('Reading a dataset', (group) => {
  group.each.setup(endQueue)

  test('previews its first rows', async ({ assert }) => {
    const person = await ApiPerson.create()
    const viewer = await ApiPerson.create('viewer', person)
    const path = await imported(person, [1, 2, 3])
    const preview = await viewer.get(`${path}/preview?limit=2`)

    assert.equal(preview.status, 200, preview.text)
    assert.equal(preview.headers.get('cache-control'), 'private, no-store')
    assert.deepEqual(preview.body.data, {
      columns: [
        { name: 'id', type: 'INTEGER' },
        { name: 'word', type: 'VARCHAR' },
      ],
      rows: [
        [1, '=1+1'],
        [2, '=1+1'],
      ],
      rowCount: 3,
      truncated: true,
    })
    assert.equal((await viewer.get(`${path}/preview?limit=101`)).status, 422)
  })

  test('of which nothing is there yet says so', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id, tables } = await newDataset(person)
    const answer = await person.get(`/datasets/${id}/tables/${tables[0].id}/preview`)
    const missing = await person.get(`/datasets/${id}/tables/${id}/preview`)

    assert.equal(answer.body.errors[0].code, 'E_NOT_IMPORTED')
    assert.equal(missing.status, 404)
    assert.equal((await person.get(`/datasets/${id}/tables/x/download`)).status, 404)
  })

  test('downloads the file that it is', async ({ assert }) => {
    const person = await ApiPerson.create()
    const path = await imported(person, [1, 2, 3], 'Größe "2026"')
    const response = await download(person, path)
    const bytes = Buffer.from(await response.arrayBuffer())

    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'application/vnd.apache.parquet')
    assert.equal(response.headers.get('content-length'), String(bytes.length))
    assert.equal(response.headers.get('cache-control'), 'private, no-store')
    assert.equal(
      response.headers.get('content-disposition'),
      `attachment; filename="Gr__e _2026_ orders.parquet"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%222026%22%20orders.parquet`
    )
    assert.deepEqual(await idsIn(bytes), [1, 2, 3])
  })

  test('downloads it as CSV, in which nothing is a formula', async ({ assert }) => {
    const person = await ApiPerson.create()
    const path = await imported(person, [1, 2])
    const response = await download(person, `${path}`, 'csv')

    assert.equal(response.headers.get('content-type'), 'text/csv; charset=utf-8')
    assert.equal(await response.text(), "id,word\r\n1,'=1+1\r\n2,'=1+1\r\n")
    assert.equal((await person.get(`${path}/download?format=xlsx`)).status, 422)
  })

  test('adds the rows above the highest cursor, and is one file all the same', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const tables = [{ name: 'orders', cursor: 'id' }]
    const { id } = await newDataset(person, { tables })
    const path = await importedInto(person, id, [1, 2])
    await person.post(`/datasets/${id}/refresh`)
    const { orders } = await importAll(parquetOf([3]))
    await person.post(`/datasets/${id}/refresh`)
    await importAll(parquetOf([]))
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.deepEqual(orders[0]?.requests[0]?.filters, [
      { column: 'id', operator: 'greater', value: '2' },
    ])
    assert.deepEqual([data.status, data.rows, data.tables[0].rows], ['succeeded', 3, 3])
    assert.equal((await person.get(`${path}/preview`)).body.data.rowCount, 3)
    for (let count = 0; count < 2; count++) {
      const response = await download(person, path)
      assert.deepEqual(await idsIn(Buffer.from(await response.arrayBuffer())), [1, 2, 3])
    }
    const csv = await download(person, path, 'csv')
    assert.match(await csv.text(), /1,.*\r\n2,.*\r\n3,/)

    await person.post(`/datasets/${id}/refresh`, { full: true })
    const again = await importAll(parquetOf([9]))
    assert.isEmpty(again.orders[0]?.requests[0]?.filters)
    assert.equal((await person.get(`/datasets/${id}`)).body.data.rows, 1)
  })

  test('is on the trail', async ({ assert }) => {
    const person = await ApiPerson.create()
    const path = await imported(person, [1])
    await person.get(`${path}/preview`)
    await (await download(person, path)).arrayBuffer()
    const [, , id] = path.split('/')
    const events = await AuditEvent.query()
      .where('target_id', String(id))
      .whereIn('action', ['dataset.preview', 'dataset.download'])
      .orderBy('sequence')

    assert.deepEqual(
      events.map(({ action, actorId }) => [action, actorId]),
      [
        ['dataset.preview', person.user.id],
        ['dataset.download', person.user.id],
      ]
    )
  })
})

/** A dataset with these rows; the path of its table. */
async function imported(person: ApiPerson, ids: number[], name?: string): Promise<string> {
  const { id } = await newDataset(person, name ? { name } : {})
  return importedInto(person, id, ids)
}

async function importedInto(person: ApiPerson, id: string, ids: number[]): Promise<string> {
  await importAll(parquetOf(ids))
  const { data } = (await person.get(`/datasets/${id}`)).body
  if (data.status !== 'succeeded') throw new Error(JSON.stringify(data.error))
  return `/datasets/${id}/tables/${data.tables[0].id}`
}

/** Writes a real file. */
function parquetOf(ids: number[]): TableScript {
  return async ({ order, index, report }) => {
    const columns = [
      { name: 'id', sourceType: 'integer', type: { name: 'int32' as const }, note: null },
      { name: 'word', sourceType: 'text', type: { name: 'varchar' as const }, note: null },
    ]
    await report({ kind: 'started', index, columns, rowEstimate: ids.length })
    const name = `${index}.parquet`
    const rows = `select unnest([${ids.join()}]::integer[]) as id, '=1+1' as word`
    await inDuckdb(`copy (${rows}) to '${join(order.folder, name)}' (format parquet)`)
    await report({ kind: 'done', index, file: { name, rows: ids.length, bytes: 100 } })
  }
}

function download(person: ApiPerson, path: string, format = 'parquet'): Promise<Response> {
  return fetch(`${ORIGIN}${path}/download?format=${format}`, {
    headers: { authorization: `Bearer ${person.token}` },
  })
}

async function idsIn(parquet: Buffer): Promise<number[]> {
  const folder = await mkdtemp(join(tmpdir(), 'varlor-download-'))
  const path = join(folder, 'downloaded.parquet')
  await writeFile(path, parquet)
  const rows = await inDuckdb(`select id from '${path}'`)
  await rm(folder, { recursive: true })
  return rows.map(([id]) => Number(id))
}

async function inDuckdb(sql: string) {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  return (await connection.runAndReadAll(sql)).getRows()
}
