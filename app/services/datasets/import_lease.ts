import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import Dataset from '#models/dataset'
import { databaseClock } from '#vault/rotation/database_clock'

/** Another worker has the import by now, or it was ended: what this one would write is not to be written. */
export class ImportLeaseLost extends Error {
  constructor() {
    super('Another worker has taken this import over, or it is gone')
  }
}

/**
 * The right of one worker to one import. It ends by itself when the worker falls silent; from then on another may
 * take the import, under a higher fence. A transaction that begins by renewing it thus either belongs to the worker
 * or does not happen, however long its process was stopped in between.
 */
export class ImportLease {
  constructor(
    readonly datasetId: string,
    readonly tenantId: string,
    readonly fence: number,
    /** Milliseconds. */
    readonly ttl: number
  ) {}

  /** Holds on to it for another while, and writes columns of the dataset. @throws ImportLeaseLost */
  async renew(
    client: QueryClientContract = db.connection(),
    columns: Record<string, unknown> = {}
  ): Promise<void> {
    await this.#write({ ...columns, lease_until: expiry(client, this.ttl) }, client)
  }

  /** Writes columns of the dataset, and is held no more. @throws ImportLeaseLost */
  async end(columns: Record<string, unknown>, client: QueryClientContract): Promise<void> {
    await this.#write({ ...columns, lease_until: 0, lease_holder: null }, client)
  }

  /** Whether the import shall end, because somebody cancelled or deleted it. @throws ImportLeaseLost */
  async isUnwanted(): Promise<boolean> {
    const row = await db
      .from(Dataset.table)
      .where({ id: this.datasetId, tenant_id: this.tenantId, fence: this.fence, status: 'running' })
      .select('cancel_requested', 'deleted_at')
      .first()
    if (!row) throw new ImportLeaseLost()
    return Boolean(row.cancel_requested) || row.deleted_at !== null
  }

  async #write(columns: Record<string, unknown>, client: QueryClientContract): Promise<void> {
    const written = await client
      .from(Dataset.table)
      .where({ id: this.datasetId, tenant_id: this.tenantId, fence: this.fence, status: 'running' })
      .update(columns)
    if (Number(written) === 0) throw new ImportLeaseLost()
  }
}

/** The end of a lease that is given or renewed now. */
export function expiry(client: QueryClientContract, ttl: number) {
  return client.raw(`${databaseClock(client)} + ?`, [ttl])
}
