import { encodeSealHeader } from '#vault/seal_header'

/** Base64 turns three bytes at a time into four characters. */
const GROUP = 4

/**
 * The characters with which every token begins that was sealed with this master key, and no other: what a token says
 * of its key can thus be asked in SQL. The header spells the key's id before anything that differs between rows.
 */
export function tokenPrefix(masterKeyId: string): string {
  const [one, other] = ['00', 'ff'].map((tenantId) =>
    encodeSealHeader({ tenantId, purpose: 'audit-chain' }, masterKeyId)
  ) as [string, string]
  let length = 0
  while (one[length] === other[length]) length++
  return one.slice(0, length - (length % GROUP))
}
