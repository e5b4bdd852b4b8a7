import { KeysRefusedError } from '#vault/rotation/errors'
import { liveHolders, type KeyHolder } from '#vault/rotation/key_holders'

/** Running servers that would go on sealing with another key than this one. */
export async function laggards(masterKeyId: string): Promise<KeyHolder[]> {
  const holders = await liveHolders()
  return holders.filter(({ activeKeyId }) => activeKeyId !== masterKeyId)
}

/**
 * While all servers seal with the target, what is rotated stays rotated.
 *
 * @throws {KeysRefusedError} naming the servers that do not
 */
export async function refuseLaggards(masterKeyId: string): Promise<void> {
  const late = await laggards(masterKeyId)
  if (late.length === 0) return
  throw new KeysRefusedError(
    `${late.length === 1 ? 'A server' : `${late.length} servers`} would put rows back under another key: ` +
      `${late.map((holder) => describe(holder, masterKeyId)).join('; ')}. Restart with ${masterKeyId} as the ` +
      'active key, or pass --force to rotate all the same'
  )
}

function describe({ host, pid, activeKeyId, keyIds }: KeyHolder, masterKeyId: string): string {
  const lacks = keyIds.includes(masterKeyId) ? '' : `, and does not hold ${masterKeyId}`
  return `process ${pid} on ${host} seals with ${activeKeyId}${lacks}`
}
