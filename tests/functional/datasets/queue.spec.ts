import { readdir, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import datasetsConfig from '#config/datasets'
import Dataset from '#models/dataset'
import { ImportLeaseLost } from '#services/datasets/import_lease'
import { ImportQueue } from '#services/datasets/import_queue'
import { ScratchFolders } from '#services/datasets/scratch_folders'
import { ApiPerson } from '#tests/support/api_person'
import {
  endless,
  importableConnection,
  importAll,
  makeWorker,
  newDataset,
  ScriptedImporter,
  wholeTable,
} from '#tests/support/datasets'
import { endLease, endQueue } from '#tests/support/dataset_rows'
import { killedImport } from '#tests/support/killed_import_process'

const LIMITS = { lease: 15_000, perTenant: 2 }

test.group('The queue of imports', (group) => {
  group.each.setup(endQueue)

  test('gives each import to one of many workers', async ({ assert }) => {
    const people = await Promise.all([1, 2, 3].map(() => ApiPerson.create()))
    const asked = []
    for (const person of people) asked.push((await newDataset(person)).id)
    const queues = Array.from({ length: 6 }, () => new ImportQueue(LIMITS))
    const taken = await Promise.all(queues.map((queue) => queue.take()))

    const got = taken.flatMap((lease) => (lease ? [lease.datasetId] : []))
    const rest = await Promise.all(queues.map((queue) => queue.take()))
    const all = [...got, ...rest.flatMap((lease) => (lease ? [lease.datasetId] : []))]
    assert.sameMembers(all, asked)
  })

  test('is fair: whoever has least under way comes first, then who asked first', async ({
    assert,
  }) => {
    const [eager, patient] = [await ApiPerson.create(), await ApiPerson.create()]
    const first = await newDataset(eager)
    const second = await newDataset(eager)
    const third = await newDataset(eager)
    const late = await newDataset(patient)
    const queue = new ImportQueue(LIMITS)
    const order = []
    for (let count = 0; count < 4; count++) order.push((await queue.take())?.datasetId ?? null)

    // Two of one team at once, and no more.
    assert.deepEqual(order, [first.id, late.id, second.id, null])
    await Dataset.query().where('id', first.id).update({ status: 'succeeded' })
    assert.equal((await queue.take())?.datasetId, third.id)
  })

  test('never has two workers write: who lost its lease writes nothing', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    const queue = new ImportQueue(LIMITS)
    const former = await queue.take()
    await endLease(id)
    const latter = await queue.take()

    assert.equal(latter?.datasetId, id)
    assert.equal(latter?.fence, Number(former?.fence) + 1)
    await assert.rejects(() => former?.renew() ?? Promise.resolve(), ImportLeaseLost)
    await assert.doesNotReject(() => latter?.renew() ?? Promise.resolve())
    await queue.putBack(former as never)
    assert.equal((await Dataset.findOrFail(id)).status, 'running')
  })

  test('has a worker stop when another one took over, and keeps the work of that', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    const [begun, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const whole = wholeTable(1, 'of the slow one')
    const slow = importAll(async (at) => {
      begun.resolve()
      await go.promise
      await whole(at)
    })
    await begun.promise
    await endLease(id)
    await importAll(wholeTable(2, 'of the other'))
    go.resolve()
    await slow
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.deepEqual([data.status, data.rows], ['succeeded', 2])
    assert.lengthOf(await filesOf(person, id), 1)
    assert.isEmpty(await scratch())
  })

  test('gives an import whose workers die up after three of them', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    for (let count = 0; count < 3; count++) {
      await new ImportQueue(LIMITS).take()
      await endLease(id)
    }
    const { orders } = await importAll()
    const { data } = (await person.get(`/datasets/${id}`)).body

    assert.isEmpty(orders)
    assert.equal(data.status, 'failed')
    assert.equal(data.error.code, 'import_crashed')
    assert.match(data.error.message, /ended 3 times/)
    await person.post(`/datasets/${id}/retry`)
    await importAll()
    assert.equal((await person.get(`/datasets/${id}`)).body.data.status, 'succeeded')
  })

  test('of a cancelled import whose worker died, the next worker ends it', async ({ assert }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    await new ImportQueue(LIMITS).take()
    await person.post(`/datasets/${id}/cancel`)
    await endLease(id)
    const { orders } = await importAll()

    assert.isEmpty(orders)
    assert.equal((await person.get(`/datasets/${id}`)).body.data.status, 'cancelled')
  })

  test('clears away scratch folders of the dead, and leaves those of the living', async ({
    assert,
  }) => {
    const person = await ApiPerson.create()
    const { id } = await newDataset(person)
    const lease = await new ImportQueue(LIMITS).take()
    const folders = new ScratchFolders(datasetsConfig.scratchDir)
    await folders.make(lease as never)
    for (const dead of [`${id}.0`, `${person.user.id}.1`]) {
      await mkdir(join(datasetsConfig.scratchDir, dead), { recursive: true })
      await writeFile(join(datasetsConfig.scratchDir, dead, 'half.parquet'), 'half')
    }
    await folders.removeStray()
    assert.deepEqual(await scratch(), [`${id}.${lease?.fence}`])
    await endLease(id)
    await folders.removeStray()
    assert.isEmpty(await scratch())
  })

  test('wakes a worker as soon as something is asked for', async ({ assert }) => {
    const person = await ApiPerson.create()
    const begun = Promise.withResolvers<void>()
    const worker = await makeWorker(new ScriptedImporter(endless(begun.resolve)))
    worker.start()
    const { id } = await newDataset(person)
    await begun.promise
    const { status } = (await person.get(`/datasets/${id}`)).body.data
    await worker.stop()

    assert.equal(status, 'running')
    assert.equal((await person.get(`/datasets/${id}`)).body.data.status, 'queued')
  })

  for (const point of ['before the file', 'half a file', 'file kept', 'one table done'] as const) {
    test(`a worker that is killed (${point}): another one ends it, once`, async ({ assert }) => {
      const person = await ApiPerson.create()
      const connectionId = (await importableConnection(person)).id
      const tables = [{ name: 'first' }, { name: 'second' }]
      const { id } = await newDataset(person, { connectionId, tables })
      await killedImport(point)
      const between = (await person.get(`/datasets/${id}`)).body.data
      const none = await importAll()
      await endLease(id)
      const { orders } = await importAll(wholeTable(4, 'whole'))
      await new ScratchFolders(datasetsConfig.scratchDir).removeStray()
      const { data } = (await person.get(`/datasets/${id}`)).body

      assert.equal(between.status, 'running')
      assert.isEmpty(none.orders)
      assert.lengthOf(orders, 1)
      assert.lengthOf(orders[0]?.requests ?? [], point === 'one table done' ? 1 : 2)
      assert.equal(data.status, 'succeeded')
      assert.lengthOf(await filesOf(person, id), 2)
      assert.isEmpty(await scratch())
    })
  }
})

async function filesOf({ user }: ApiPerson, datasetId: string): Promise<string[]> {
  return readdir(join(datasetsConfig.filesDir, user.tenantId, datasetId)).catch(() => [])
}

async function scratch(): Promise<string[]> {
  return readdir(datasetsConfig.scratchDir).catch(() => [])
}
