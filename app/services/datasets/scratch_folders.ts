import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import Dataset from '#models/dataset'
import type { ImportLease } from '#services/datasets/import_lease'
import { databaseClock } from '#vault/rotation/database_clock'

/** The folders in which imports of this machine write; each named after its dataset and the fence of its lease. */
export class ScratchFolders {
  constructor(private readonly root: string) {}

  /** One that is empty. */
  async make({ datasetId, fence }: ImportLease): Promise<string> {
    const path = join(this.root, `${datasetId}.${fence}`)
    await rm(path, { recursive: true, force: true })
    await mkdir(path, { recursive: true, mode: 0o700 })
    return path
  }

  async remove({ datasetId, fence }: ImportLease): Promise<void> {
    await rm(join(this.root, `${datasetId}.${fence}`), { recursive: true, force: true })
  }

  /** Removes those whose worker is dead: somebody else has its import, or nobody, or its lease ran out. */
  async removeStray(): Promise<void> {
    const names = await readdir(this.root).catch(() => [] as string[])
    if (names.length === 0) return
    const living = await this.#living()
    for (const name of names) {
      if (!living.has(name)) await rm(join(this.root, name), { recursive: true, force: true })
    }
  }

  async #living(): Promise<Set<string>> {
    const client = db.connection()
    const rows = await client
      .from(Dataset.table)
      .where('status', 'running')
      .whereRaw(`lease_until > ${databaseClock(client)}`)
      .select('id', 'fence')
    return new Set(rows.map(({ id, fence }) => `${id}.${fence}`))
  }
}
