import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto'
import type { ApplicationService } from '@adonisjs/core/types'
import { v7 as uuid } from 'uuid'
import { median, milliseconds, print } from '#tests/bench/measure'
import { createScratch, withDatabase } from '#tests/support/scratch_database'
import { openCompact, sealCompact } from '#vault/rotation/compact_cipher'
import { Vault } from '#vault/vault'

const ROUNDS = 21
const EACH = 1_000

/** Sealing and opening one credential with a warm key: the vault, the cipher of rotations, and nothing but the cipher. */
export async function compareSealing(app: ApplicationService): Promise<void> {
  const { url, drop } = await createScratch('SQLite')
  await withDatabase(url, async () => {
    const vault = await app.container.make(Vault)
    const binding = { tenantId: uuid(), connectionId: uuid() }
    const credentials = { password: 'correct horse battery staple' }
    const plaintext = Buffer.from(JSON.stringify(credentials))
    const { token, masterKeyId } = await vault.seal(binding, credentials)
    const key = createSecretKey(randomBytes(32))
    const compact = sealCompact(key, masterKeyId, binding, plaintext)
    const bare = bareCipher(plaintext)
    const rows = [
      [
        'Vault (jose, WebCrypto)',
        () => vault.seal(binding, credentials),
        () => vault.open(binding, token),
      ],
      [
        'rotation (node:crypto, same token)',
        () => sealCompact(key, masterKeyId, binding, plaintext),
        () => openCompact(key, compact).fill(0),
      ],
      ['bare node:crypto, no token', bare.seal, bare.open],
    ] as const
    const table = [['one credential, warm key', 'seal, µs', 'open, µs']]
    for (const [name, seal, open] of rows) {
      table.push([name, await microseconds(seal), await microseconds(open)])
    }
    print(table)
  })
  drop()
}

function bareCipher(plaintext: Buffer) {
  const key = createSecretKey(randomBytes(32))
  const seal = () => {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, iv)
    const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
    return { iv, ciphertext, tag: cipher.getAuthTag() }
  }
  const { iv, ciphertext, tag } = seal()
  const open = () => {
    const decipher = createDecipheriv('aes-256-gcm', key, iv).setAuthTag(tag)
    return Buffer.concat([decipher.update(ciphertext), decipher.final()])
  }
  return { seal, open }
}

/** Median over the rounds, one after the other within each. */
async function microseconds(work: () => unknown): Promise<string> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    times.push(
      await milliseconds(async () => {
        for (let time = 0; time < EACH; time++) await work()
      })
    )
  }
  return ((median(times) / EACH) * 1_000).toFixed(1)
}
