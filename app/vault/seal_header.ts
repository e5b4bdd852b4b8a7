/**
 * What a sealed token belongs to; a token that is found anywhere else does not open. Everything but the credentials
 * of a connection is bound to its purpose instead.
 */
export type SealBinding = { tenantId: string } & (
  { connectionId: string } | { purpose: 'audit-chain' }
)

export const SEAL_ALGORITHM = 'dir'
export const SEAL_ENCRYPTION = 'A256GCM'

/** Kind and version of the token: a later layout gets another one. */
const TYPE = 'varlor-credentials-v1'

/** The protected header of a seal. All of it is authenticated by the encryption. */
export function sealHeader(binding: SealBinding, masterKeyId: string) {
  return {
    alg: SEAL_ALGORITHM,
    enc: SEAL_ENCRYPTION,
    typ: TYPE,
    kid: masterKeyId,
    tenant: binding.tenantId,
    ...('purpose' in binding ? { purpose: binding.purpose } : { connection: binding.connectionId }),
  }
}

/** The header as the token's first part spells it. */
export function encodeSealHeader(binding: SealBinding, masterKeyId: string): string {
  return Buffer.from(JSON.stringify(sealHeader(binding, masterKeyId))).toString('base64url')
}

/** The id of the master key that an encoded header claims, or null when it claims none that could be one. */
export function claimedMasterKeyId(encodedHeader: string): string | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(encodedHeader, 'base64url').toString())
    const kid = Object(header).kid
    return typeof kid === 'string' && /^[0-9a-f]{16}$/.test(kid) ? kid : null
  } catch {
    return null
  }
}
