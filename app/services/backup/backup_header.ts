import { ApiError } from '#exceptions/api_error'
import { BACKUP_FORMAT, BACKUP_VERSION, refuseOtherVersion } from '#services/backup/backup_document'
import { isObject } from '#validators/strict_object'
import type { ScryptCost } from '#vault/tenant_key_parameters'

/** How a passphrase becomes the key of a file. */
export interface BackupKdf {
  cost: ScryptCost
  salt: Buffer
}

export const SALT_BYTES = 32

/** What new files cost: 128 MB and about half a second for each guess. */
export const COST: ScryptCost = { N: 2 ** 17, r: 8, p: 1 }

/** What a file may ask for: whoever sends one must not make the server spend gigabytes or minutes. */
const CAPS: ScryptCost = { N: 2 ** 18, r: 16, p: 4 }
const MAX_MEMORY = 256 * 1024 * 1024
const MAX_HEADER = 1024

/** The protected header of a file, as its first part. All of it is authenticated by the encryption. */
export function encodeHeader({ cost: { N, r, p }, salt }: BackupKdf, version = BACKUP_VERSION) {
  const kdf = { name: 'scrypt', N, r, p, salt: salt.toString('base64url') }
  const header = { alg: 'dir', enc: 'A256GCM', typ: BACKUP_FORMAT, version, kdf }
  return Buffer.from(JSON.stringify(header)).toString('base64url')
}

/**
 * What a header says, once it is known to be harmless and spelled exactly as we spell it.
 * @throws ApiError E_BACKUP_UNREADABLE, E_BACKUP_UNSUPPORTED
 */
export function readHeader(encoded: string): BackupKdf {
  const header = parsed(encoded)
  if (!isObject(header) || header.typ !== BACKUP_FORMAT) throw new ApiError('E_BACKUP_UNREADABLE')
  refuseOtherVersion(header.version)
  const { N, r, p, salt } = Object(header.kdf) as Record<string, unknown>
  if (typeof salt !== 'string') throw new ApiError('E_BACKUP_UNREADABLE')
  const kdf = { cost: harmless({ N, r, p }), salt: Buffer.from(salt, 'base64url') }
  if (kdf.salt.length !== SALT_BYTES || encodeHeader(kdf) !== encoded) {
    throw new ApiError('E_BACKUP_UNREADABLE')
  }
  return kdf
}

function parsed(encoded: string): unknown {
  try {
    if (encoded.length > MAX_HEADER) return null
    return JSON.parse(Buffer.from(encoded, 'base64url').toString()) as unknown
  } catch {
    return null
  }
}

function harmless(claimed: Record<keyof ScryptCost, unknown>): ScryptCost {
  const cost = { N: Number(claimed.N), r: Number(claimed.r), p: Number(claimed.p) }
  const isWithin = (['N', 'r', 'p'] as const).every(
    (name) => Number.isSafeInteger(claimed[name]) && cost[name] >= 1 && cost[name] <= CAPS[name]
  )
  const isPowerOfTwo = cost.N > 1 && Number.isInteger(Math.log2(cost.N))
  if (isWithin && isPowerOfTwo && 128 * cost.N * cost.r <= MAX_MEMORY) return cost
  const message = 'This backup asks for more work, or other work, than a passphrase is worth here.'
  throw new ApiError('E_BACKUP_UNSUPPORTED', { message })
}
