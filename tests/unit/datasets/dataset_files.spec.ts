import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { test } from '@japa/runner'
import { Disk } from 'flydrive'
import { FSDriver } from 'flydrive/drivers/fs'
import { S3Driver } from 'flydrive/drivers/s3'
import { DatasetFiles } from '#services/datasets/dataset_files'
import { FileCache } from '#services/datasets/file_cache'
import { startObjectStore, type ObjectStore } from '#tests/support/standins/s3/server'

const OWNER = { tenantId: 'tenant', id: 'dataset' }
const OTHER = { tenantId: 'tenant', id: 'dataset-2' }

for (const kind of ['a folder', 'an object store'] as const) {
  test.group(`Files of datasets in ${kind}`, (group) => {
    let folder: string
    let store: ObjectStore
    let files: DatasetFiles
    group.each.setup(async () => {
      folder = await mkdtemp(join(tmpdir(), 'varlor-files-'))
      store = await startObjectStore()
      files =
        kind === 'a folder' ? inFolder(folder) : inStore(folder, store.endpoint, { bytes: 1_000 })
      return async () => {
        await rm(folder, { recursive: true })
        await store.stop()
      }
    })

    async function keep(owner: typeof OWNER, name: string, content: string) {
      const path = join(folder, 'whole')
      await writeFile(path, content)
      await files.put(owner, name, path)
    }

    test('are kept, read, listed and removed, each dataset’s own', async ({ assert }) => {
      assert.isEmpty(await files.list(OWNER))
      for (const name of ['a.parquet', 'b.parquet', 'c.parquet']) await keep(OWNER, name, name)
      await keep(OTHER, 'd.parquet', 'd')
      const { paths, release } = await files.hold(OWNER, ['b.parquet', 'a.parquet'])
      const contents = await Promise.all(paths.map((path) => readFile(path, 'utf8')))
      await release()

      assert.deepEqual(contents, ['b.parquet', 'a.parquet'])
      assert.sameMembers(await files.list(OWNER), ['a.parquet', 'b.parquet', 'c.parquet'])
      await files.remove(OWNER, ['a.parquet', 'never there.parquet'])
      assert.sameMembers(await files.list(OWNER), ['b.parquet', 'c.parquet'])
      await files.removeAll(OWNER)
      assert.isEmpty(await files.list(OWNER))
      assert.deepEqual(await files.list(OTHER), ['d.parquet'])
      await files.removeAll(OWNER)
    })
  })
}

test.group('The copies of an object store’s files', (group) => {
  let folder: string
  let store: ObjectStore
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'varlor-files-'))
    store = await startObjectStore()
    for (const name of ['a', 'b', 'c']) {
      store.objects.set(`tenant/dataset/${name}`, Buffer.alloc(100, name))
    }
    return async () => {
      await rm(folder, { recursive: true })
      await store.stop()
    }
  })

  test('are fetched once, however many read', async ({ assert }) => {
    const files = inStore(folder, store.endpoint, { bytes: 1_000 })
    const held = await Promise.all([1, 2, 3].map(() => files.hold(OWNER, ['a'])))
    for (const { release } of held) await release()
    await files.hold(OWNER, ['a'])

    assert.lengthOf(
      store.requests.filter((request) => request.startsWith('GET')),
      1
    )
  })

  test('take no more than they may, beside those that are read', async ({ assert }) => {
    const files = inStore(folder, store.endpoint, { bytes: 150 })
    const first = await files.hold(OWNER, ['a'])
    const others = await files.hold(OWNER, ['b', 'c'])
    await others.release()
    const during = await readdir(join(folder, 'cache', String(process.pid)))
    await first.release()
    const after = await readdir(join(folder, 'cache', String(process.pid)))

    assert.include(during, basename(String(first.paths[0])))
    assert.lengthOf(after, 1)
  })

  test('do not stay behind of processes that were killed', async ({ assert }) => {
    const dead = join(folder, 'cache', '4194304')
    await mkdir(dead, { recursive: true })
    await writeFile(join(dead, 'left.parquet'), 'left')
    await inStore(folder, store.endpoint, { bytes: 150 }).hold(OWNER, ['a'])

    assert.deepEqual(await readdir(join(folder, 'cache')), [String(process.pid)])
  })

  test('that could not be fetched are not taken for files', async ({ assert }) => {
    const files = inStore(folder, store.endpoint, { bytes: 150 })
    await assert.rejects(() => files.hold(OWNER, ['a', 'missing']))
    await assert.rejects(() => files.hold(OWNER, ['missing']))
    assert.lengthOf((await files.hold(OWNER, ['a'])).paths, 1)
  })
})

function inFolder(folder: string): DatasetFiles {
  const disk = new Disk(new FSDriver({ location: join(folder, 'kept'), visibility: 'private' }))
  return new DatasetFiles(
    async () => disk,
    join(folder, 'kept'),
    new FileCache({ folder: join(folder, 'cache'), bytes: 0 })
  )
}

function inStore(folder: string, endpoint: string, { bytes }: { bytes: number }): DatasetFiles {
  const disk = new Disk(
    new S3Driver({
      ...{ endpoint, bucket: 'datasets', region: 'us-east-1', forcePathStyle: true },
      ...{ visibility: 'private', supportsACL: false },
      credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    })
  )
  return new DatasetFiles(
    async () => disk,
    null,
    new FileCache({ folder: join(folder, 'cache'), bytes })
  )
}
