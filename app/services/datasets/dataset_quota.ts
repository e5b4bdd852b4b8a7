import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import datasetsConfig from '#config/datasets'
import { ApiError } from '#exceptions/api_error'
import Dataset from '#models/dataset'

const { limits } = datasetsConfig

/** Seconds after which asking once more is worth it. */
const RETRY_AFTER = 30

/** What the datasets of a tenant may still take. */
export interface Allowance {
  rows: number
  bytes: number
}

/** What is left to a tenant; below 0 when it has more than it may. */
export async function allowanceOf(
  tenantId: string,
  client: QueryClientContract = db.connection()
): Promise<Allowance> {
  const used = await client
    .from(Dataset.table)
    .where('tenant_id', tenantId)
    .whereNull('deleted_at')
    .sum({ rows: 'row_count', bytes: 'byte_count' })
    .first()
  return {
    rows: limits.rows - Number(used?.rows ?? 0),
    bytes: limits.bytes - Number(used?.bytes ?? 0),
  }
}

/**
 * Refuses one more import, as part of a transaction that holds the team.
 * @throws ApiError E_QUOTA_EXCEEDED, E_TOO_MANY_REQUESTS
 */
export async function refuseBeyondLimits(
  tenantId: string,
  client: QueryClientContract
): Promise<void> {
  const [row] = await client
    .from(Dataset.table)
    .where('tenant_id', tenantId)
    .whereIn('status', ['queued', 'running'])
    .whereNull('deleted_at')
    .count('* as total')
  if (Number(row?.total ?? 0) >= limits.unfinished) throw tooMany()
  const { rows, bytes } = await allowanceOf(tenantId, client)
  if (rows <= 0 || bytes <= 0) throw new ApiError('E_QUOTA_EXCEEDED')
}

function tooMany(): ApiError {
  return new ApiError('E_TOO_MANY_REQUESTS', {
    message: `Your team has ${limits.unfinished} imports that wait or are under way, which is as many as it may.`,
    hint: 'Wait until one of them has ended, or cancel one.',
    retryAfter: RETRY_AFTER,
  })
}
