import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import datasetsConfig from '#config/datasets'
import AuditEvent from '#models/audit_event'
import DatabaseConnection from '#models/database_connection'
import { DatasetFiles } from '#services/datasets/dataset_files'
import { ApiPerson } from '#tests/support/api_person'
import {
  endless,
  failsAt,
  importableConnection,
  importAll,
  makeWorker,
  newDataset,
  ScriptedImporter,
  wholeTable,
} from '#tests/support/datasets'
import { endQueue } from '#tests/support/dataset_rows'

test.group('Importing a dataset', (group) => {
  group.each.setup(endQueue)

  test('waits, is imported, and has its tables and files', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person, { tables: [{ name: 'a' }, { name: 'b' }] })
    assert.equal(dataset.status, 'queued')
    assert.equal(dataset.tables[0].status, 'queued')

    await importAll(wholeTable(7, 'twelve bytes'))
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.equal(data.status, 'succeeded')
    assert.isNotNull(data.startedAt)
    assert.isNotNull(data.finishedAt)
    assert.deepEqual([data.rows, data.bytes], [14, 24])
    assert.deepEqual(
      data.tables.map((table: { status: string; rows: number }) => [table.status, table.rows]),
      [
        ['succeeded', 7],
        ['succeeded', 7],
      ]
    )
    assert.deepEqual(data.tables[0].columns[0].name, 'id')
    assert.lengthOf(await filesOf(person, dataset.id), 2)
    assert.isEmpty(await scratch())
  })

  test('tells the process that imports what is wanted, and no more', async ({ assert }) => {
    const person = await ApiPerson.create()
    const wanted = {
      ...{ schema: 'public', name: 'orders', columns: ['id', 'at'], limit: 5, asText: ['at'] },
      filters: [
        { column: 'id', operator: 'greater', value: '7' },
        { column: 'at', operator: 'is_not_null' },
      ],
    }
    await newDataset(person, { tables: [wanted] })
    const { orders } = await importAll()

    const [order] = orders
    assert.lengthOf(orders, 1)
    assert.deepEqual(order?.requests, [
      {
        table: { schema: 'public', name: 'orders' },
        columns: ['id', 'at'],
        filters: wanted.filters,
        limit: 5,
        asText: ['at'],
      },
    ] as never)
    assert.equal(order?.target.tenantId, person.user.tenantId)
    assert.equal(order?.limits.rows, datasetsConfig.limits.rows)
  })

  test('of two tables keeps the one that went well, and tries the other again', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person, { tables: [{ name: 'good' }, { name: 'bad' }] })
    await importAll(failsAt('bad', { column: 'price' }))
    const failed = (await person.get(`/datasets/${dataset.id}`)).body.data
    const again = await person.post(`/datasets/${dataset.id}/retry`)
    const { orders } = await importAll()
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.equal(failed.status, 'failed')
    assert.equal(failed.error.code, 'table_not_found')
    assert.match(failed.error.message, /1 of 2 tables failed. bad: It is gone/)
    assert.deepInclude(failed.tables[1].error, { code: 'table_not_found', column: 'price' })
    assert.isFalse(failed.tables[1].isReadable)
    assert.equal(again.status, 200, again.text)
    assert.isNull(again.body.data.error)
    assert.deepEqual(
      orders[0]?.requests.map(({ table }) => table.name),
      ['bad']
    )
    assert.equal(data.status, 'succeeded')
    assert.isNull(data.tables[1].error)
    const nothing = await person.post(`/datasets/${dataset.id}/retry`)
    assert.equal(nothing.body.errors[0].code, 'E_NOTHING_FAILED')
  })

  test('of one table that failed asks for that one only', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person, { tables: [{ name: 'good' }, { name: 'bad' }] })
    await importAll(failsAt('bad'))
    const [good, bad] = dataset.tables
    const path = `/datasets/${dataset.id}/tables`
    const fine = await person.post(`${path}/${good.id}/retry`)
    const missing = await person.post(`${path}/${dataset.id}/retry`)
    const again = await person.post(`${path}/${bad.id}/retry`)

    assert.equal(fine.body.errors[0].code, 'E_NOTHING_FAILED')
    assert.equal(missing.status, 404)
    assert.equal(again.status, 200)
    assert.deepEqual(
      again.body.data.tables.map((table: { status: string }) => table.status),
      ['succeeded', 'queued']
    )
  })

  test('of one table again keeps the columns as text that it is told to', async ({ assert }) => {
    const person = await ApiPerson.create()
    const tables = [{ name: 'orders', asText: ['note'] }]
    const dataset = await newDataset(person, { tables })
    await importAll(failsAt('orders', { code: 'value_out_of_range', column: 'price' }))
    const path = `/datasets/${dataset.id}/tables/${dataset.tables[0].id}/retry`
    const bad = await person.post(path, { asText: 'price' })
    const unknown = await person.post(path, { columns: ['price'] })
    const again = await person.post(path, { asText: ['price', 'note'] })
    const { orders } = await importAll()

    assert.equal(bad.body.errors[0].field, 'asText')
    assert.equal(unknown.status, 422)
    assert.equal(again.status, 200, again.text)
    assert.deepEqual(orders[0]?.requests[0]?.asText, ['note', 'price'])
    assert.equal(again.body.data.connection.type, 'postgresql')
  })

  test('that is cancelled while it waits is never begun', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    const cancelled = await person.post(`/datasets/${dataset.id}/cancel`)
    const { orders } = await importAll()
    const twice = await person.post(`/datasets/${dataset.id}/cancel`)

    assert.equal(cancelled.status, 200, cancelled.text)
    assert.equal(cancelled.body.data.status, 'cancelled')
    assert.equal(cancelled.body.data.tables[0].status, 'cancelled')
    assert.isEmpty(orders)
    assert.equal(twice.status, 409)
    assert.equal(twice.body.errors[0].code, 'E_DATASET_ENDED')
  })

  test('that is cancelled under way is stopped, and leaves nothing', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    const begun = Promise.withResolvers<void>()
    const importing = importAll(endless(begun.resolve))
    await begun.promise
    const busy = await person.post(`/datasets/${dataset.id}/refresh`)
    const cancelled = await person.post(`/datasets/${dataset.id}/cancel`)
    await importing
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.equal(busy.body.errors[0].code, 'E_DATASET_BUSY')
    assert.isTrue(cancelled.body.data.cancelRequested)
    assert.equal(data.status, 'cancelled')
    assert.equal(data.tables[0].status, 'cancelled')
    assert.isEmpty(await scratch())
    assert.isEmpty(await filesOf(person, dataset.id))
  })

  test('that is deleted under way is stopped, and goes with its files', async ({ assert }) => {
    const person = await ApiPerson.create()
    const name = `Deleted ${person.user.id}`
    const dataset = await newDataset(person, { name })
    const begun = Promise.withResolvers<void>()
    const importing = importAll(endless(begun.resolve))
    await begun.promise
    const deleted = await person.delete(`/datasets/${dataset.id}`)
    const gone = await person.get(`/datasets/${dataset.id}`)
    const namesake = await newDataset(person, { name })
    await person.delete(`/datasets/${namesake.id}`)
    await importing

    assert.equal(deleted.status, 204)
    assert.equal(gone.status, 404)
    assert.isEmpty(await scratch())
    const { default: Dataset } = await import('#models/dataset')
    assert.isNull(await Dataset.find(dataset.id))
    assert.isNull(await Dataset.find(namesake.id))
  })

  test('takes its files with it when it is deleted', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    await importAll()
    assert.lengthOf(await filesOf(person, dataset.id), 1)
    await person.delete(`/datasets/${dataset.id}`)

    assert.isEmpty(await filesOf(person, dataset.id))
  })

  test('is put back when its worker is told to end, and another goes on', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person, { tables: [{ name: 'first' }, { name: 'second' }] })
    const begun = Promise.withResolvers<void>()
    const whole = wholeTable()
    const stalls = endless(begun.resolve)
    const worker = await makeWorker(
      new ScriptedImporter((at) => (at.index === 0 ? whole(at) : stalls(at)))
    )
    worker.start()
    await begun.promise
    await worker.stop()
    const between = (await person.get(`/datasets/${dataset.id}`)).body.data
    const { orders } = await importAll()
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.equal(between.status, 'queued')
    assert.deepEqual(
      orders[0]?.requests.map(({ table }) => table.name),
      ['second']
    )
    assert.equal(data.status, 'succeeded')
    assert.lengthOf(await filesOf(person, dataset.id), 2)
  })

  test('keeps what there is until a refresh has replaced it', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    await importAll(wholeTable(3, 'old'))
    const [old] = await filesOf(person, dataset.id)
    await person.post(`/datasets/${dataset.id}/refresh`, {})
    await importAll(failsAt('orders'))
    const failed = (await person.get(`/datasets/${dataset.id}`)).body.data
    assert.deepEqual(await filesOf(person, dataset.id), [old])
    assert.equal(failed.tables[0].status, 'failed')
    assert.deepEqual([failed.rows, failed.tables[0].isReadable], [3, true])

    await person.post(`/datasets/${dataset.id}/refresh`, { full: true })
    await importAll(wholeTable(5, 'newer'))
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.deepEqual([data.status, data.rows, data.bytes], ['succeeded', 5, 5])
    const files = await filesOf(person, dataset.id)
    assert.lengthOf(files, 1)
    assert.notEqual(files[0], old)
  })

  test('outlives its connection, and cannot be refreshed then', async ({ assert }) => {
    const person = await ApiPerson.create()
    const connection = await importableConnection(person)
    const imported = await newDataset(person, { connectionId: connection.id, name: 'Imported' })
    await importAll()
    const waiting = await newDataset(person, { connectionId: connection.id, name: 'Waiting' })
    const dependents = await person.get(`/connectors/${connection.id}/dependents`)
    const deleted = await person.delete(`/connectors/${connection.id}`)
    await importAll()
    const after = (await person.get(`/datasets/${imported.id}`)).body.data
    const failed = (await person.get(`/datasets/${waiting.id}`)).body.data
    const refreshed = await person.post(`/datasets/${imported.id}/refresh`)

    assert.deepEqual(dependents.body.data.datasets, { count: 2, names: ['Imported', 'Waiting'] })
    assert.equal(deleted.status, 204, deleted.text)
    assert.deepEqual(after.connection, { id: null, name: connection.name, type: null })
    assert.equal(after.status, 'succeeded')
    assert.equal(failed.error.code, 'E_CONNECTION_GONE')
    assert.equal(refreshed.body.errors[0].code, 'E_CONNECTION_GONE')
  })

  test('of a connection that somebody made private is not refreshed by others', async ({
    assert,
  }) => {
    const owner = await ApiPerson.create()
    const colleague = await ApiPerson.create('editor', owner)
    const connection = await importableConnection(owner)
    const dataset = await newDataset(colleague, { connectionId: connection.id })
    await importAll()
    await DatabaseConnection.query().where('id', connection.id).update({ visibility: 'private' })
    const refreshed = await colleague.post(`/datasets/${dataset.id}/refresh`)

    assert.equal(refreshed.body.errors[0].code, 'E_CONNECTION_GONE')
    assert.equal((await owner.post(`/datasets/${dataset.id}/refresh`)).status, 200)
  })

  test('whose files cannot be kept fails, and says why', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    const put = DatasetFiles.prototype.put
    DatasetFiles.prototype.put = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
    }
    await importAll().finally(() => (DatasetFiles.prototype.put = put))
    const { data } = (await person.get(`/datasets/${dataset.id}`)).body

    assert.equal(data.status, 'failed')
    assert.equal(data.error.code, 'disk_full')
    assert.equal(data.tables[0].status, 'failed')
    assert.isEmpty(await scratch())
  })

  test('is on the trail: asked for by somebody, ended by the system', async ({ assert }) => {
    const person = await ApiPerson.create()
    const dataset = await newDataset(person)
    await importAll(failsAt('orders'))
    await person.post(`/datasets/${dataset.id}/retry`)
    await importAll()
    await person.delete(`/datasets/${dataset.id}`)
    const events = await AuditEvent.query().where('target_id', dataset.id).orderBy('sequence')

    assert.deepEqual(
      events.map(({ action, outcome, actorId }) => [action, outcome, actorId]),
      [
        ['dataset.create', 'success', person.user.id],
        ['dataset.finish', 'failure', null],
        ['dataset.retry', 'success', person.user.id],
        ['dataset.finish', 'success', null],
        ['dataset.delete', 'success', person.user.id],
      ]
    )
    assert.equal(events[1]?.code, 'table_not_found')
    assert.equal(events[3]?.targetName, dataset.name)
  })
})

async function filesOf({ user }: ApiPerson, datasetId: string): Promise<string[]> {
  return readdir(join(datasetsConfig.filesDir, user.tenantId, datasetId)).catch(() => [])
}

async function scratch(): Promise<string[]> {
  return readdir(datasetsConfig.scratchDir).catch(() => [])
}
