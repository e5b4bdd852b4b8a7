import type { CacheProvider } from '@adonisjs/cache/types'
import type { SharedTables, TableSnapshot } from '#services/table_catalog'

/** A Redis that is away costs a reading of the catalog, not the answer. */
const tolerant = { suppressL2Errors: true }

/** Snapshots of tables in the cache store that all nodes share. */
export class RedisTables implements SharedTables {
  constructor(private store: CacheProvider) {}

  stamp(name: string): Promise<string | undefined> {
    return this.store.get<string>({ key: stampKey(name), ...tolerant })
  }

  read(name: string): Promise<TableSnapshot | undefined> {
    return this.store.get<TableSnapshot>({ key: listKey(name), ...tolerant })
  }

  /** The stamp comes last: whoever sees it finds the list. */
  async write(name: string, snapshot: TableSnapshot, ttl: number): Promise<void> {
    await this.store.set({ key: listKey(name), value: snapshot, ttl, ...tolerant })
    await this.store.set({ key: stampKey(name), value: snapshot.cachedAt, ttl, ...tolerant })
  }

  async delete(name: string): Promise<void> {
    await this.store.deleteMany({ keys: [stampKey(name), listKey(name)], ...tolerant })
  }
}

function stampKey(name: string) {
  return `tables:${name}:stamp`
}

function listKey(name: string) {
  return `tables:${name}:list`
}
