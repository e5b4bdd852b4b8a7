import { performance } from 'node:perf_hooks'
import type { AuditTrail } from '#audit/audit_trail'
import { isRetired } from '#vault/is_retired'
import type { MasterKeyring } from '#vault/master_keyring'
import { Checkpoint } from '#vault/rotation/checkpoint'
import { KeysRefusedError, LeaseLostError } from '#vault/rotation/errors'
import { withLease } from '#vault/rotation/key_work_lease'
import { KeyTrail } from '#vault/rotation/key_trail'
import type { Lease } from '#vault/rotation/lease'
import { refuseLaggards } from '#vault/rotation/refuse_laggards'
import { Resealer, type Unreadable } from '#vault/rotation/resealer'
import { rotationPass, type PassContext } from '#vault/rotation/rotation_pass'
import { countSealedRows } from '#vault/rotation/sealed_rows'
import { sealedColumns } from '#vault/sealed_columns'
import type { TenantKeysOptions } from '#vault/tenant_keys'

export interface RotationRequest {
  /** Only what belongs to this tenant. */
  tenantId?: string
  /** Rows in one transaction. */
  batchSize: number
  /** Opens everything that would be resealed, and writes nothing. */
  dryRun: boolean
  /** Goes on where the last run of this kind was stopped. */
  resume: boolean
  /** Although servers run that seal with another key. */
  force: boolean
  signal: AbortSignal
  /** After each batch; the next one waits for it. */
  onProgress(progress: { done: number; total: number }): void | Promise<void>
}

export interface RotationReport {
  /** Null for a dry run. */
  rotationId: string | null
  masterKeyId: string
  /** Some rows did not open: `incomplete`. */
  status: 'finished' | 'incomplete' | 'stopped'
  /** Rows that were under another key at the beginning. */
  total: number
  resealed: number
  passes: number
  unreadable: Unreadable[]
  seconds: number
  /** Of these, in which there was nothing to do but to wait for scrypt. */
  secondsWaited: number
}

/** Brings everything that is sealed under the active master key, while the servers go on working. */
export class KeyRotation {
  readonly #trail: KeyTrail

  constructor(
    private readonly keyring: MasterKeyring,
    private readonly options: TenantKeysOptions,
    trail: AuditTrail
  ) {
    this.#trail = new KeyTrail(trail)
  }

  /**
   * @throws {KeysRefusedError} when the active key is retired, or a server runs that seals with another
   * @throws {LeaseHeldError} when keys are being rotated or retired already
   * @throws {LeaseLostError} when another process has taken over
   */
  async run(request: RotationRequest): Promise<RotationReport> {
    const { id } = this.keyring.active
    if (await isRetired(id)) {
      throw new KeysRefusedError(`The active master key ${id} is retired: set another one first`)
    }
    if (request.dryRun) return this.#passes(request, null)
    await this.#guard(request)
    return withLease(async (lease) => this.#recorded(request, lease))
  }

  /** Between its two events; whoever has lost the lease leaves the second one to the other. */
  async #recorded(request: RotationRequest, lease: Lease): Promise<RotationReport> {
    const subject = {
      masterKeyId: this.keyring.active.id,
      tenantId: request.tenantId ?? null,
    }
    const checkpoint = await (request.resume
      ? Checkpoint.resume(subject)
      : Checkpoint.begin(subject))
    await this.#trail.began(subject.masterKeyId)
    try {
      const report = await this.#passes(request, { lease, checkpoint })
      await checkpoint.end(report.status)
      await this.#trail.ended(subject.masterKeyId, report)
      return report
    } catch (error) {
      if (error instanceof LeaseLostError) throw error
      // Whoever was stopped for so long may hear of it by a connection that is gone: what it says is not ours to end.
      await lease.renew()
      await checkpoint.end('stopped')
      await this.#trail.failed(subject.masterKeyId, error)
      throw error
    }
  }

  /** Until one finds nothing more to do: servers write while rows are read. */
  async #passes(
    request: RotationRequest,
    writing: PassContext['writing']
  ): Promise<RotationReport> {
    const started = performance.now()
    const resealer = new Resealer(this.keyring, this.options)
    const total = await this.#count(request)
    const progress = { done: 0, total }
    const context: PassContext = {
      masterKeyId: this.keyring.active.id,
      tenantId: request.tenantId,
      batchSize: request.batchSize,
      resealer,
      writing,
      signal: request.signal,
      guard: () => this.#guard(request),
      onDone: (rows) => {
        progress.done = Math.min(progress.done + rows, total)
        return request.onProgress(progress)
      },
    }
    let [resealed, waited, passes] = [0, 0, 0]
    for (let start = writing?.checkpoint.cursor ?? null; ; start = null) {
      const pass = await rotationPass(context, start)
      resealed += pass.resealed
      waited += pass.waited
      passes++
      // A pass that began in the middle says nothing of what comes before.
      const again = writing && (pass.resealed > 0 || pass.missed > 0 || start !== null)
      if (again && !pass.stopped) continue
      resealer.dispose()
      return {
        rotationId: writing?.checkpoint.id ?? null,
        masterKeyId: this.keyring.active.id,
        status: pass.stopped ? 'stopped' : pass.unreadable.length > 0 ? 'incomplete' : 'finished',
        total,
        resealed,
        passes,
        unreadable: pass.unreadable,
        seconds: (performance.now() - started) / 1_000,
        secondsWaited: waited / 1_000,
      }
    }
  }

  async #count({ tenantId }: RotationRequest): Promise<number> {
    const selection = { tenantId, notUnder: this.keyring.active.id }
    const counts = await Promise.all(
      sealedColumns.map((column) => countSealedRows(column, selection))
    )
    return counts.reduce((sum, { rows }) => sum + rows, 0)
  }

  async #guard({ force }: RotationRequest): Promise<void> {
    if (!force) await refuseLaggards(this.keyring.active.id)
  }
}
