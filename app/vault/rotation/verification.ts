import { createHash } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { SealInvalidError, TenantKeyInvalidError } from '#vault/errors'
import type { MasterKeyring } from '#vault/master_keyring'
import { ahead } from '#vault/rotation/ahead'
import { readsWithLock } from '#vault/rotation/lock_out_writers'
import type { Unreadable } from '#vault/rotation/resealer'
import { countSealedRows, sealedRows, type SealedRow } from '#vault/rotation/sealed_rows'
import { claimedMasterKeyId } from '#vault/seal_header'
import { sealedColumns, type SealedColumn } from '#vault/sealed_columns'
import type { TenantKeysOptions } from '#vault/tenant_keys'
import { Vault } from '#vault/vault'

const BATCH_SIZE = 200
/** Batches that are under way at once. */
const AHEAD = 4

export interface VerifiedColumn {
  table: string
  column: string
  rows: number
  opened: number
}

export interface VerificationReport {
  /** Fingerprints of the keys that were there to open with. */
  heldKeyIds: string[]
  columns: VerifiedColumn[]
  /** Rows that did not open, or that name another key than their token. */
  faults: Unreadable[]
}

export interface VerificationRequest {
  onProgress?(progress: { done: number; total: number }): void
  /** Inside a transaction, the transaction's: what is read stays as it is until that ends. */
  client?: QueryClientContract
}

/**
 * Opens every sealed row with the keys of its ring, by the very way that the product opens them. Done again, it opens
 * only what has another text than before: it remembers what it has seen.
 */
export class Verification {
  readonly #vault: Vault
  /** Digests of the tokens that opened, by table and id. */
  readonly #opened = new Map<string, string>()

  constructor(
    private readonly keyring: MasterKeyring,
    options: TenantKeysOptions
  ) {
    this.#vault = new Vault(keyring, options)
  }

  async run({ onProgress, client }: VerificationRequest = {}): Promise<VerificationReport> {
    const report: VerificationReport = { heldKeyIds: this.keyring.ids, columns: [], faults: [] }
    const progress = { done: 0, total: onProgress ? await countAll() : 0 }
    for (const column of sealedColumns) {
      const verified = { table: column.table, column: column.column, rows: 0, opened: 0 }
      report.columns.push(verified)
      const source = sealedRows(column, {
        batchSize: BATCH_SIZE,
        client,
        locking: client !== undefined && readsWithLock(client),
      })
      for await (const { size, faults } of ahead(source, AHEAD, (rows) =>
        this.#begin(rows, client)
      )) {
        const found = await faults
        report.faults.push(...found)
        verified.rows += size
        verified.opened += size - found.length
        progress.done += size
        onProgress?.(progress)
      }
    }
    return report
  }

  dispose(): void {
    this.#vault.dispose()
    this.#opened.clear()
  }

  #begin(rows: SealedRow[], client?: QueryClientContract) {
    const faults = Promise.all(rows.map((row) => this.#faultOf(row, client)))
    faults.catch(() => {})
    return { size: rows.length, faults: faults.then((all) => all.filter((one) => one !== null)) }
  }

  async #faultOf(row: SealedRow, client?: QueryClientContract): Promise<Unreadable | null> {
    const { table, id, tenantId, masterKeyId, token, binding } = row
    const digest = createHash('sha256').update(`${masterKeyId} ${token}`).digest('base64')
    if (this.#opened.get(`${table} ${id}`) === digest) return null
    const claimed = claimedMasterKeyId(token.split('.', 1)[0] ?? '')
    if (claimed !== masterKeyId) {
      const reason = `master_key_id says ${masterKeyId}, and the token was sealed with ${claimed ?? 'no key of ours'}`
      return { table, id, tenantId, reason }
    }
    if (claimed !== null && !this.keyring.find(claimed)) {
      const reason = `it was sealed with the master key ${claimed}, which this process does not hold`
      return { table, id, tenantId, reason }
    }
    try {
      await this.#vault.open(binding, token, client)
    } catch (error) {
      if (!isFaultOfRow(error)) throw error
      return { table, id, tenantId, reason: error.message }
    }
    this.#opened.set(`${table} ${id}`, digest)
    return null
  }
}

async function countAll(): Promise<number> {
  const counts = await Promise.all(
    sealedColumns.map((column: SealedColumn) => countSealedRows(column, {}))
  )
  return counts.reduce((sum, { rows }) => sum + rows, 0)
}

function isFaultOfRow(error: unknown): error is SealInvalidError | TenantKeyInvalidError {
  return error instanceof SealInvalidError || error instanceof TenantKeyInvalidError
}
