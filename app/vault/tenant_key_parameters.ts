import { TenantKeyInvalidError } from '#vault/errors'

/** Costs of scrypt as RFC 7914 names them: memory is 128·N·r bytes, work is N·r·p. */
export interface ScryptCost {
  N: number
  r: number
  p: number
}

/** What `tenant_keys` says about one key; the salt is base64. */
export interface TenantKeyParameters {
  salt: string
  n: number
  r: number
  p: number
}

export const SALT_BYTES = 32

/**
 * Salt and costs of a stored row, once they are known to be harmless: whoever can write to the table must not make
 * the process spend gigabytes or minutes.
 *
 * @throws {TenantKeyInvalidError}
 */
export function readParameters(row: TenantKeyParameters, caps: ScryptCost) {
  const cost: ScryptCost = { N: row.n, r: row.r, p: row.p }
  const salt = Buffer.from(row.salt, 'base64')
  if (salt.length !== SALT_BYTES || salt.toString('base64') !== row.salt) {
    throw new TenantKeyInvalidError(`The salt of a tenant key is not base64 of ${SALT_BYTES} bytes`)
  }
  if (!isPowerOfTwo(cost.N)) {
    throw new TenantKeyInvalidError('The scrypt parameter N of a tenant key is not a power of two')
  }
  for (const name of ['N', 'r', 'p'] as const) {
    if (!Number.isInteger(cost[name]) || cost[name] < 1 || cost[name] > caps[name]) {
      throw new TenantKeyInvalidError(
        `The scrypt parameter ${name} of a tenant key is not between 1 and ${caps[name]}`
      )
    }
  }
  return { salt, cost }
}

function isPowerOfTwo(value: number): boolean {
  return Number.isSafeInteger(value) && value > 1 && Number.isInteger(Math.log2(value))
}
