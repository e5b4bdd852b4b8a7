import { createHash } from 'node:crypto'
import { errors } from '@adonisjs/limiter'
import type { Target, TestResult } from '#connectors/contracts'
import { ApiError } from '#exceptions/api_error'
import { queueForAccount } from '#services/account_queue'
import { testLimits } from '#start/limiter'

const { perTarget, refusals } = testLimits

/** Config fields that say which server is dialled, whatever engine it has. */
const DIALLED = ['host', 'port', 'srv', 'account', 'file'] as const

/** What a target says of an account that it does not let in; some lock it after a few of these. */
const REFUSED = new Set(['auth_bad', 'auth_locked'])

/**
 * Tests a target within its limits: no server is hammered, and no account locked, by us. All keys begin with the
 * tenant: what one tenant does to a server says nothing to another.
 *
 * @throws ApiError E_TOO_MANY_REQUESTS; the signal's reason
 */
export async function limitedTest(
  engineName: string,
  { tenantId, config }: Omit<Target, 'credentials'>,
  signal: AbortSignal,
  test: () => Promise<TestResult>
): Promise<TestResult> {
  const server = DIALLED.map((name) => config[name] ?? null)
  await payFor(`target:${tenantId}:${fingerprint([engineName, ...server])}`)
  const account = `account:${tenantId}:${fingerprint([engineName, ...server, config.username])}`
  return queueForAccount(
    account,
    () => refusalsLeft(account),
    signal,
    async () => {
      const result = await test()
      if (REFUSED.has(result.code ?? '')) await refusals.increment(account)
      else if (result.success) await refusals.delete(account)
      return result
    }
  )
}

async function payFor(target: string) {
  try {
    await perTarget.consume(target)
  } catch (error) {
    if (!(error instanceof errors.ThrottleException)) throw error
    throw new ApiError('E_TOO_MANY_REQUESTS', {
      message: 'This database has been tested too often in the last minute.',
      retryAfter: error.response.availableIn,
    })
  }
}

/** At least one. @throws ApiError E_TOO_MANY_REQUESTS */
async function refusalsLeft(account: string): Promise<number> {
  const known = await refusals.get(account)
  const left = refusals.options.requests - (known?.consumed ?? 0)
  if (left <= 0) throw mayLock(known?.availableIn ?? 0)
  return left
}

function mayLock(seconds: number) {
  const minutes = Math.max(1, Math.ceil(seconds / 60))
  return new ApiError('E_TOO_MANY_REQUESTS', {
    message: `The database has refused this username ${refusals.options.requests} times in five minutes. More tries could lock the account there.`,
    hint: `Make sure of the password, then try again in ${minutes} minute${minutes === 1 ? '' : 's'}.`,
    retryAfter: Math.max(1, seconds),
  })
}

/** Of fixed length, and nothing that can be read in Redis. */
function fingerprint(parts: unknown[]): string {
  const text = JSON.stringify(parts).toLowerCase()
  return createHash('sha256').update(text).digest('base64url')
}
