import connectorsConfig from '#config/connectors'
import { ApiError } from '#exceptions/api_error'

const { perTenant } = connectorsConfig.underWay

/** Seconds after which one more try is worth it. */
const RETRY_AFTER = 2

/** Tests and reads that run in this process, by tenant. */
const running = new Map<string, number>()

/**
 * Runs something that waits for a target, unless the tenant has as much of it under way as it may: targets that hang
 * take up one tenant's share, and nobody else's. @throws ApiError E_TOO_MANY_REQUESTS
 */
export async function underWay<T>(tenantId: string, run: () => Promise<T>): Promise<T> {
  const before = running.get(tenantId) ?? 0
  if (before >= perTenant) throw new ApiError('E_TOO_MANY_REQUESTS', BUSY)
  running.set(tenantId, before + 1)
  try {
    return await run()
  } finally {
    const left = (running.get(tenantId) ?? 1) - 1
    if (left > 0) running.set(tenantId, left)
    else running.delete(tenantId)
  }
}

/** How many a tenant has in this process just now. */
export function underWayOf(tenantId: string): number {
  return running.get(tenantId) ?? 0
}

const BUSY = {
  message: `Your team waits for ${perTenant} answers of databases already, which is as many as it may at once.`,
  hint: 'Wait until one of them has come, or cancel one.',
  retryAfter: RETRY_AFTER,
}
