import type { TableSummary } from '#connectors/contracts'
import { SharedFlight } from '#services/shared_flight'

/** Whose tables, as of which version of the connection. */
export interface CatalogKey {
  tenantId: string
  connectionId: string
  version: number
}

/** Everything a connection's catalog listed at one moment. Read only: it is shared. */
export interface TableSnapshot {
  tables: readonly TableSummary[]
  /** ISO 8601. */
  cachedAt: string
}

/** Where other nodes find a snapshot. A server that is away has none. */
export interface SharedTables {
  /** When the newest snapshot was made: far smaller than itself. */
  stamp(name: string): Promise<string | undefined>
  read(name: string): Promise<TableSnapshot | undefined>
  write(name: string, snapshot: TableSnapshot, ttl: number): Promise<void>
  delete(name: string): Promise<void>
}

export interface TableCatalogOptions {
  /** Milliseconds for which a snapshot is believed. */
  ttl: number
  /** What is kept in this process may take, of all connections together. */
  maxBytes: number
  shared?: SharedTables | null
  now?: () => number
}

/**
 * Remembers which tables a connection has. Snapshots stay in this process as objects, so that a page of a long list
 * costs no parsing; with a shared store, every use compares its stamp, so that a refresh on one node is seen by all.
 */
export class TableCatalog {
  private snapshots = new Map<string, TableSnapshot>()
  private flights = new SharedFlight<TableSnapshot>()
  private size = 0
  private shared: SharedTables | null
  private now: () => number

  constructor(private options: TableCatalogOptions) {
    this.shared = options.shared ?? null
    this.now = options.now ?? Date.now
  }

  /** What is known, or else what `read` finds; however many ask at once, it is read once. */
  async list(
    key: CatalogKey,
    { refresh = false, signal }: { refresh?: boolean; signal: AbortSignal },
    read: (signal: AbortSignal) => Promise<TableSummary[]>
  ): Promise<TableSnapshot> {
    const name = nameOf(key)
    const known = refresh ? undefined : await this.recall(name)
    if (known) return known
    return this.flights.join(name, signal, async (shared) => {
      const tables = await read(shared)
      const snapshot = { tables, cachedAt: new Date(this.now()).toISOString() }
      this.keep(name, snapshot)
      await this.shared?.write(name, snapshot, this.options.ttl)
      return snapshot
    })
  }

  /** Forgets a version of a connection that was changed or deleted. */
  async drop(key: CatalogKey): Promise<void> {
    const name = nameOf(key)
    this.forget(name)
    await this.shared?.delete(name)
  }

  private async recall(name: string): Promise<TableSnapshot | undefined> {
    const own = this.fresh(name)
    if (!this.shared) return own
    const stamp = await this.shared.stamp(name)
    if (stamp === undefined || stamp === own?.cachedAt) return own
    const newer = await this.shared.read(name)
    if (newer) this.keep(name, newer)
    return newer ?? own
  }

  private fresh(name: string): TableSnapshot | undefined {
    const snapshot = this.snapshots.get(name)
    if (!snapshot) return undefined
    if (this.now() - Date.parse(snapshot.cachedAt) < this.options.ttl) return snapshot
    this.forget(name)
    return undefined
  }

  private keep(name: string, snapshot: TableSnapshot) {
    this.forget(name)
    this.snapshots.set(name, snapshot)
    this.size += weightOf(snapshot)
    for (const oldest of this.snapshots.keys()) {
      if (this.size <= this.options.maxBytes) return
      this.forget(oldest)
    }
  }

  private forget(name: string) {
    const snapshot = this.snapshots.get(name)
    if (!snapshot) return
    this.snapshots.delete(name)
    this.size -= weightOf(snapshot)
  }
}

function nameOf({ tenantId, connectionId, version }: CatalogKey): string {
  return `${tenantId}:${connectionId}:${version}`
}

/** Bytes of a table beside its names, about; an empty list takes room too. */
const BYTES_PER_TABLE = 128

/** About what it takes in memory. Targets choose how long the names are that they list. */
function weightOf({ tables }: TableSnapshot): number {
  return tables.reduce(
    (sum, { schema, name }) => sum + BYTES_PER_TABLE + 2 * (name.length + (schema?.length ?? 0)),
    BYTES_PER_TABLE
  )
}
