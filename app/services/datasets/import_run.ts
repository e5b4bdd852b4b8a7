import { join } from 'node:path'
import type { Logger } from '@adonisjs/core/logger'
import type { AuditTrail } from '#audit/audit_trail'
import datasetsConfig from '#config/datasets'
import { ConnectorError } from '#connectors/connector_error'
import { failureOf, ImportError } from '#datasets/import_error'
import type { ImportOrder, ImportReport } from '#datasets/import_order'
import { isApiCode } from '#exceptions/codes'
import { describeError } from '#exceptions/describe_error'
import { loggable } from '#exceptions/loggable'
import type DatabaseConnection from '#models/database_connection'
import Dataset from '#models/dataset'
import type DatasetTable from '#models/dataset_table'
import type { DatasetFiles } from '#services/datasets/dataset_files'
import type { DatasetPurger } from '#services/datasets/dataset_purger'
import type { Doorbell } from '#services/datasets/doorbell'
import { endImport, type ImportEnding } from '#services/datasets/import_ending'
import { ImportLeaseLost, type ImportLease } from '#services/datasets/import_lease'
import type { ImportPlanner } from '#services/datasets/import_planner'
import type { ImportQueue } from '#services/datasets/import_queue'
import { ImportRecord } from '#services/datasets/import_record'
import { ImportUnwanted, ImportWatch, WorkerStops } from '#services/datasets/import_watch'
import type { Importer } from '#services/datasets/importer'
import type { ScratchFolders } from '#services/datasets/scratch_folders'
import type { PasswordRecovery } from '#services/password_rotation/password_recovery'

/** What imports need besides their lease. */
export interface ImportTools {
  queue: ImportQueue
  planner: ImportPlanner
  importer: Importer
  files: DatasetFiles
  scratch: ScratchFolders
  purger: DatasetPurger
  recovery: PasswordRecovery
  trail: AuditTrail
  doorbell: Doorbell
  logger: Pick<Logger, 'error' | 'info'>
}

/** One import by one worker, from the lease that it took to the end of it. */
export class ImportRun {
  readonly #dataset: Dataset
  readonly #record: ImportRecord
  readonly #watch: ImportWatch
  /** Those of this run, in the order of the requests. */
  readonly #tables: DatasetTable[]

  private constructor(
    dataset: Dataset,
    private readonly lease: ImportLease,
    private readonly tools: ImportTools,
    stop: AbortSignal
  ) {
    this.#dataset = dataset
    this.#record = new ImportRecord(dataset, lease, tools.files)
    this.#tables = dataset.tables.filter(({ status }) => isUndone(status))
    this.#watch = new ImportWatch(lease, tools.doorbell, stop, () => this.#record.flush())
  }

  /** Resolves when nothing of it is under way any more, however it ended. */
  static async carryOut(lease: ImportLease, tools: ImportTools, stop: AbortSignal): Promise<void> {
    const { datasetId: id, tenantId } = lease
    const query = Dataset.query().where({ id, tenant_id: tenantId, fence: lease.fence })
    const dataset = await query.preload('tables').first()
    if (!dataset) return
    await new ImportRun(dataset, lease, tools, stop).#carryOut()
  }

  async #carryOut(): Promise<void> {
    const { tools, lease } = this
    try {
      const ending = await this.#import()
      const { trail } = tools
      await endImport(trail, { dataset: this.#dataset, lease, record: this.#record }, ending)
    } catch (error) {
      if (error instanceof WorkerStops) await tools.queue.putBack(lease)
      else
        tools.logger.error(
          { error: loggable(error), datasetId: lease.datasetId },
          'import given up'
        )
    } finally {
      await this.#watch.close()
      await tools.scratch.remove(lease)
      await tools.purger.purge(this.#dataset)
    }
  }

  /** @throws ImportLeaseLost, WorkerStops, or what keeps the worker from writing down what happened */
  async #import(): Promise<ImportEnding> {
    try {
      const { attempts, cancelRequested } = this.#dataset
      if (cancelRequested) return { kind: 'cancelled' }
      if (attempts > datasetsConfig.worker.attempts) return failedWith(diedTooOften(attempts - 1))
      await this.#clearAway()
      await this.#record.begin(this.#tables)
      const folder = await this.tools.scratch.make(this.lease)
      await this.#read(await this.tools.planner.connectionOf(this.#dataset), folder)
      return { kind: 'done' }
    } catch (error) {
      const { signal } = this.#watch
      const cause: unknown = signal.aborted ? signal.reason : error
      if (cause instanceof ImportUnwanted) return { kind: 'cancelled' }
      if (signal.aborted || cause instanceof ImportLeaseLost) throw cause
      return this.#failedWith(cause)
    }
  }

  /** What nobody foresaw is told in few words: the log must say more. */
  #failedWith(error: unknown): ImportEnding {
    const ending = failedWith(error)
    if (ending.kind === 'failed' && ending.failure.code === 'import_crashed') {
      const { datasetId } = this.lease
      this.tools.logger.error({ error: loggable(error), datasetId }, 'import failed')
    }
    return ending
  }

  /** With what a rotation of the password left to be found, if the target refuses what we have. */
  async #read(connection: DatabaseConnection, folder: string): Promise<void> {
    const { planner, recovery } = this.tools
    const order = await planner.order(this.#dataset, this.#tables, connection, folder)
    try {
      await this.#run(order)
    } catch (error) {
      const { code, message } = failureOf(error)
      if (code !== 'auth_bad') throw error
      const healed = await recovery.heal(connection, new ConnectorError(code, message))
      if (!healed) throw error
      await this.#run(await planner.order(this.#dataset, this.#tables, healed, folder))
    }
  }

  async #run(order: ImportOrder): Promise<void> {
    const { signal } = this.#watch
    signal.throwIfAborted()
    await this.tools.importer.run(order, (report) => this.#hear(report, order.folder), signal)
    signal.throwIfAborted()
  }

  async #hear(report: ImportReport, folder: string): Promise<void> {
    const table = this.#tables[report.index]
    if (!table) return
    if (report.kind === 'progress') return this.#record.progressed(table, report)
    if (report.kind === 'started') return this.#record.started(table, report)
    if (report.kind === 'failed') return this.#record.failed(table, report.failure)
    return this.#record.done(table, report.file, join(folder, report.file.name))
  }

  /** Files that a worker kept without coming to write down that it had. */
  async #clearAway(): Promise<void> {
    const { files } = this.tools
    const known = new Set(
      this.#dataset.tables.flatMap((table) => table.files.map(({ name }) => name))
    )
    const there = await files.list(this.#dataset)
    await files.remove(
      this.#dataset,
      there.filter((name) => !known.has(name))
    )
  }
}

function isUndone(status: DatasetTable['status']): boolean {
  return status === 'queued' || status === 'running'
}

/** Ours are told as the API would tell them; all others as those of the process that imports. */
function failedWith(error: unknown): ImportEnding {
  const ours = describeError(error)
  const [item] = ours.errors
  const isOurs = item !== undefined && !ours.unexpected && isApiCode(item.code)
  const { code, message, hint } =
    isOurs && !(error instanceof ImportError) ? item : failureOf(error)
  return { kind: 'failed', failure: { code, message, hint: hint ?? null } }
}

function diedTooOften(attempts: number): ImportError {
  return new ImportError({
    code: 'import_crashed',
    message: `The process that imports ended ${attempts} times before the import did.`,
    hint: 'Try again; if it ends again, ask whoever runs this server what its log says.',
    column: null,
  })
}
