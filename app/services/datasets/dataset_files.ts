import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Disk } from 'flydrive'
import type Dataset from '#models/dataset'
import type { FileCache } from '#services/datasets/file_cache'

type Owner = Pick<Dataset, 'id' | 'tenantId'>

export interface HeldFiles {
  paths: string[]
  release(): Promise<void>
}

/** Where the files of datasets are kept: on a disk of this machine, or in an object store that all machines share. */
export class DatasetFiles {
  constructor(
    private readonly disk: () => Promise<Disk>,
    /** The folder that the disk is; null for an object store. */
    private readonly folder: string | null,
    private readonly cache: FileCache
  ) {}

  /** Moves a whole file of this machine there. */
  async put(owner: Owner, name: string, from: string): Promise<void> {
    const key = keyOf(owner, name)
    if (this.folder === null) return this.#upload(key, from)
    const to = join(this.folder, key)
    await mkdir(dirname(to), { recursive: true })
    await rename(from, to)
  }

  /** Files of one dataset, which are on this machine until they are released. */
  async hold(owner: Owner, names: readonly string[]): Promise<HeldFiles> {
    const { folder } = this
    const keys = names.map((name) => keyOf(owner, name))
    if (folder === null) {
      const disk = await this.disk()
      return this.cache.hold(keys, async (key, path) =>
        pipeline(await disk.getStream(key), createWriteStream(path))
      )
    }
    return { paths: keys.map((key) => join(folder, key)), release: async () => {} }
  }

  /** Those that are not there are gone already. */
  async remove(owner: Owner, names: readonly string[]): Promise<void> {
    const disk = await this.disk()
    for (const name of names) {
      await disk.delete(keyOf(owner, name)).catch(async (error: unknown) => {
        if (await disk.exists(keyOf(owner, name))) throw error
      })
    }
  }

  async removeAll(owner: Owner): Promise<void> {
    // The folder itself would be a prefix to a store, and another one may begin alike.
    if (this.folder === null) return this.remove(owner, await this.list(owner))
    const disk = await this.disk()
    await disk.deleteAll(folderOf(owner))
  }

  /** Names of all files that there are of a dataset. */
  async list(owner: Owner): Promise<string[]> {
    const names: string[] = []
    const disk = await this.disk()
    let paginationToken: string | undefined
    do {
      const page = await disk
        .listAll(folderOf(owner), paginationToken ? { paginationToken } : {})
        .catch(async (error: unknown) => {
          if (this.folder !== null && !(await exists(join(this.folder, folderOf(owner)))))
            return null
          throw error
        })
      if (!page) return []
      for (const file of page.objects) if (file.isFile) names.push(file.name)
      paginationToken = page.paginationToken
    } while (paginationToken)
    return names
  }

  async #upload(key: string, from: string): Promise<void> {
    const { size } = await stat(from)
    const disk = await this.disk()
    await disk.putStream(key, createReadStream(from), { contentLength: size })
  }
}

function folderOf({ tenantId, id }: Owner): string {
  return `${tenantId}/${id}`
}

function keyOf(owner: Owner, name: string): string {
  return `${folderOf(owner)}/${name}`
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false
  )
}
