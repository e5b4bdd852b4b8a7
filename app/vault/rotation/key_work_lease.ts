import { Lease } from '#vault/rotation/lease'

/** Rotating and retiring keys: one of them at a time, in one process. */
const NAME = 'keys'

/** Milliseconds after which the work of a process that fell silent may be taken over. */
const TTL = 15_000

/**
 * Runs what only one process may do with keys, and keeps the lease for as long as that takes. What renews it in
 * between reports nothing: the next transaction finds out whether it is still ours.
 *
 * @throws {LeaseHeldError} and whatever `work` throws
 */
export async function withLease<T>(work: (lease: Lease) => Promise<T>): Promise<T> {
  const lease = await Lease.acquire(NAME, { ttl: TTL })
  const timer = setInterval(() => void lease.renew().catch(() => {}), TTL / 3)
  try {
    return await work(lease)
  } finally {
    clearInterval(timer)
    await lease.release()
  }
}

/** Whether a living process rotates or retires keys just now. */
export function isKeyWorkUnderWay(): Promise<boolean> {
  return Lease.isHeld(NAME)
}
