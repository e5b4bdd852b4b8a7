import { hostname } from 'node:os'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuid } from 'uuid'
import datasetsConfig from '#config/datasets'
import Dataset from '#models/dataset'
import { databaseTime } from '#services/database_time'
import { expiry, ImportLease } from '#services/datasets/import_lease'
import { databaseClock } from '#vault/rotation/database_clock'

interface RunningRow {
  id: string
  tenant_id: string
  fence: number
  /** Milliseconds; none when its worker fell silent. */
  time_left: number | string
}

type Candidate = Pick<RunningRow, 'id' | 'tenant_id' | 'fence'>

/** Rows that are tried before the queue is looked at anew: of many workers that saw the same, one gets each. */
const LOOKAHEAD = 8

/**
 * Which import a worker does next. The rows of the datasets are the queue: a worker takes one by compare and swap, so
 * that no message can be lost, doubled, or disagree with what people see.
 */
export class ImportQueue {
  readonly #holder = `${hostname().slice(0, 60)}:${process.pid}:${uuid()}`

  constructor(
    private readonly limits = {
      lease: datasetsConfig.worker.lease,
      perTenant: datasetsConfig.limits.running,
    }
  ) {}

  /** Those whose worker died first; then the oldest of the tenant with the fewest under way. Null when none waits. */
  async take(): Promise<ImportLease | null> {
    const running = await this.#running()
    const abandoned = running.filter(({ time_left: left }) => Number(left) <= 0)
    for (const row of abandoned) {
      const lease = await this.#swap(row, 'running')
      if (lease) return lease
    }
    for (const tenants of byLoad(running, this.limits.perTenant)) {
      for (const row of await waiting(tenants)) {
        const lease = await this.#swap(row, 'queued')
        if (lease) return lease
      }
    }
    return null
  }

  /** Lets another worker have it, as if this one had never begun. */
  async putBack({ datasetId, tenantId, fence }: ImportLease): Promise<void> {
    const client = db.connection()
    await client
      .from(Dataset.table)
      .where({ id: datasetId, tenant_id: tenantId, fence, status: 'running' })
      .update({ status: 'queued', lease_until: 0, attempts: client.raw('attempts - 1') })
  }

  /** There are no more of them than all workers do at once. */
  async #running(): Promise<RunningRow[]> {
    const client = db.connection()
    return client
      .from(Dataset.table)
      .where('status', 'running')
      .orderBy('lease_until')
      .select('id', 'tenant_id', 'fence')
      .select(client.raw(`lease_until - ${databaseClock(client)} as time_left`))
  }

  async #swap(
    { id, tenant_id: tenantId, fence }: Candidate,
    status: 'queued' | 'running'
  ): Promise<ImportLease | null> {
    const client = db.connection()
    const query = client.from(Dataset.table).where({ id, tenant_id: tenantId, fence, status })
    const now = databaseTime(client)
    const taken = await stillFree(query, client, status).update({
      status: 'running',
      lease_holder: this.#holder,
      lease_until: expiry(client, this.limits.lease),
      fence: fence + 1,
      attempts: client.raw('attempts + 1'),
      started_at: client.raw('coalesce(started_at, ?)', [now]),
      updated_at: now,
    })
    if (Number(taken) === 0) return null
    return new ImportLease(id, tenantId, fence + 1, this.limits.lease)
  }
}

type Query = ReturnType<QueryClientContract['from']>

/** Its worker may have renewed the lease since the row was read. */
function stillFree(query: Query, client: QueryClientContract, status: string): Query {
  if (status === 'queued') return query.whereNull('deleted_at')
  return query.whereRaw(`lease_until <= ${databaseClock(client)}`)
}

interface Tenants {
  among?: string[]
  except?: string[]
}

/** First all tenants that have nothing under way, then those with one import, and so on below the limit. */
function byLoad(running: RunningRow[], perTenant: number): Tenants[] {
  const loads = new Map<string, number>()
  for (const { tenant_id: id } of running) loads.set(id, (loads.get(id) ?? 0) + 1)
  const levels: Tenants[] = [{ except: [...loads.keys()] }]
  for (let load = 1; load < perTenant; load++) {
    const among = [...loads].filter(([, count]) => count === load).map(([id]) => id)
    if (among.length > 0) levels.push({ among })
  }
  return levels
}

/** The longest waiting first; the index on status and time gives them without sorting. */
function waiting({ among, except = [] }: Tenants): Promise<Candidate[]> {
  const query = db.from(Dataset.table).where('status', 'queued').whereNull('deleted_at')
  if (among) query.whereIn('tenant_id', among)
  if (except.length > 0) query.whereNotIn('tenant_id', except)
  return query
    .orderBy('queued_at')
    .orderBy('id')
    .limit(LOOKAHEAD)
    .select('id', 'tenant_id', 'fence')
}
