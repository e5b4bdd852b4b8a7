import { createHmac, hkdfSync } from 'node:crypto'
import { DateTime, type DurationLikeObject } from 'luxon'
import { appKey } from '#config/app'
import { ApiError } from '#exceptions/api_error'
import IdempotencyKey from '#models/idempotency_key'
import type { Actor } from '#services/actor'
import { databaseTime } from '#services/database_time'
import { isUniqueViolation } from '#services/is_unique_violation'

/** What was answered, and is answered again. */
export interface StoredAnswer {
  status: number
  /** JSON; null when there was no body, or none that may be shown twice. */
  body: string | null
  location: string | null
  etag: string | null
}

/** Either the right to carry the request out, or what came of it when somebody else did. */
export type Claim = { id: string } | { answer: StoredAnswer }

/** For how long an answer is given again. */
const KEPT: DurationLikeObject = { hours: 24 }
/** After which nobody is still at it: longer than any request may take, so it must have died. */
const ABANDONED: DurationLikeObject = { minutes: 5 }
/** Rows that are cleared away at once. */
const PURGED = 500
/** Rounds of finding a row and having it taken away by others before it is said to be busy. */
const ATTEMPTS = 5

/** Remembers the requests that carry an `Idempotency-Key`, each person's own. The unique index says who is first. */
export class IdempotencyKeys {
  /** @throws ApiError E_IDEMPOTENCY_KEY_REUSED, E_IDEMPOTENCY_KEY_BUSY */
  async claim({ tenantId, userId }: Actor, key: string, request: string): Promise<Claim> {
    const keyHash = fingerprint(key)
    const requestHash = fingerprint(request)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const id = await this.#insert({ tenantId, userId, keyHash, requestHash })
      if (id !== null) return { id }
      const row = await IdempotencyKey.query().where({ userId, keyHash }).first()
      if (row && row.expiresAt > DateTime.utc()) return { answer: answerOf(row, requestHash) }
      if (row) await this.#clear([row.id])
    }
    throw new ApiError('E_IDEMPOTENCY_KEY_BUSY')
  }

  /** Keeps what was answered, unless somebody else has taken over meanwhile. */
  async keep(id: string, { status, body, location, etag }: StoredAnswer): Promise<void> {
    const query = IdempotencyKey.query().where('id', id)
    const expiresAt = databaseTime(query.client, DateTime.utc().plus(KEPT))
    await query.update({ status, answer: body, location, etag, expiresAt })
  }

  /** Lets the request be carried out anew. */
  async release(id: string): Promise<void> {
    await IdempotencyKey.query().where('id', id).delete()
  }

  /** Clears away what nobody can ask for any more; no more than a little at once. */
  async purge(): Promise<void> {
    const query = IdempotencyKey.query().select('id')
    const now = databaseTime(query.client)
    const rows = await query.where('expires_at', '<', now).orderBy('expires_at').limit(PURGED)
    await this.#clear(rows.map(({ id }) => id))
  }

  /** Null when there is one. */
  async #insert(row: Pick<IdempotencyKey, 'tenantId' | 'userId' | 'keyHash' | 'requestHash'>) {
    try {
      const expiresAt = DateTime.utc().plus(ABANDONED)
      const { id } = await IdempotencyKey.create({ ...row, expiresAt })
      return id
    } catch (error) {
      if (isUniqueViolation(error)) return null
      throw error
    }
  }

  async #clear(ids: string[]): Promise<void> {
    if (ids.length === 0) return
    const query = IdempotencyKey.query().whereIn('id', ids)
    await query.where('expires_at', '<=', databaseTime(query.client)).delete()
  }
}

function answerOf(row: IdempotencyKey, requestHash: string): StoredAnswer {
  if (row.requestHash !== requestHash) throw new ApiError('E_IDEMPOTENCY_KEY_REUSED')
  if (row.status === null) throw new ApiError('E_IDEMPOTENCY_KEY_BUSY')
  const { status, answer: body, location, etag } = row
  return { status, body, location, etag }
}

const secret = hkdfSync('sha256', appKey.release(), '', 'varlor idempotency keys', 32)

/** With a key of ours: a plain hash of a request would let whoever reads the table try passwords against it. */
function fingerprint(text: string): string {
  return createHmac('sha256', Buffer.from(secret)).update(text).digest('hex')
}
