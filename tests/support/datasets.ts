import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { v7 as uuid } from 'uuid'
import { AuditTrail } from '#audit/audit_trail'
import datasetsConfig from '#config/datasets'
import type { ImportFailure, ImportOrder, ImportReport } from '#datasets/import_order'
import DatabaseConnection from '#models/database_connection'
import { DatasetFiles } from '#services/datasets/dataset_files'
import { DatasetPurger } from '#services/datasets/dataset_purger'
import { Doorbell } from '#services/datasets/doorbell'
import { Importer } from '#services/datasets/importer'
import { ImportPlanner } from '#services/datasets/import_planner'
import { ImportQueue } from '#services/datasets/import_queue'
import type { ImportTools } from '#services/datasets/import_run'
import { ImportWorker } from '#services/datasets/import_worker'
import { ScratchFolders } from '#services/datasets/scratch_folders'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import type { ApiPerson } from '#tests/support/api_person'

const SILENT = { error: () => {}, info: () => {} }

/** A connection whose engine can be imported from; nobody is where it points. */
export async function importableConnection(
  { user }: ApiPerson,
  visibility: 'private' | 'tenant' = 'tenant'
): Promise<DatabaseConnection> {
  const id = uuid()
  return DatabaseConnection.create({
    ...{ id, tenantId: user.tenantId, ownerId: user.id, name: id, nameKey: id, visibility },
    ...{ type: 'postgresql', config: { host: '127.0.0.1', port: 1, username: 'nobody' } },
    ...{ target: 'nowhere', credentialFields: [], version: 1 },
  })
}

/** Asks for a dataset of a table, or of several, and answers with what the API does. */
export async function newDataset(
  person: ApiPerson,
  changes: Record<string, unknown> = {}
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- the OpenAPI document is what checks bodies
): Promise<any> {
  const connectionId = changes.connectionId ?? (await importableConnection(person)).id
  const body = { name: uuid(), tables: [{ name: 'orders' }], ...changes, connectionId }
  const answer = await person.post('/datasets', body)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.data
}

/** What a stand-in for the importing process does with one table. */
export type TableScript = (at: {
  order: ImportOrder
  index: number
  report: (report: ImportReport) => Promise<void>
  signal: AbortSignal
}) => Promise<void>

/** Imports nothing: writes what it is told to write, by the contract of the process that imports. */
export class ScriptedImporter extends Importer {
  readonly orders: ImportOrder[] = []

  constructor(private readonly script: TableScript = wholeTable()) {
    super()
  }

  async run(
    order: ImportOrder,
    report: (report: ImportReport) => Promise<void>,
    signal: AbortSignal
  ): Promise<void> {
    this.orders.push(order)
    for (const index of order.requests.keys()) {
      signal.throwIfAborted()
      await this.script({ order, index, report, signal })
    }
  }
}

/** Writes a file with these bytes. */
export function wholeTable(rows = 3, content = 'PAR1'): TableScript {
  return async ({ order, index, report }) => {
    await report({ kind: 'started', index, columns: COLUMNS, rowEstimate: rows })
    const name = `${index}.parquet`
    const bytes = Buffer.byteLength(content)
    await report({ kind: 'progress', index, rows, bytes })
    await writeFile(join(order.folder, name), content)
    await report({ kind: 'done', index, file: { name, rows, bytes } })
  }
}

const COLUMNS = [
  { name: 'id', sourceType: 'integer', type: { name: 'int32' as const }, note: null },
]

/** Fails at the tables of this name, and imports all others. */
export function failsAt(name: string, failure: Partial<ImportFailure> = {}): TableScript {
  const whole = wholeTable()
  return (at) => {
    if (at.order.requests[at.index]?.table.name !== name) return whole(at)
    const words = { code: 'table_not_found', message: 'It is gone.', hint: null, column: null }
    return at.report({
      kind: 'failed',
      index: at.index,
      failure: { ...words, ...failure } as ImportFailure,
    })
  }
}

/** Comes to nothing until it is told to stop. */
export function endless(begun: () => void = () => {}): TableScript {
  return async ({ index, report, signal }) => {
    await report({ kind: 'started', index, columns: COLUMNS, rowEstimate: null })
    begun()
    await new Promise((_, reject) => {
      if (signal.aborted) reject(signal.reason)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  }
}

/** A worker of this process; it works when the test says so. */
export async function makeWorker(
  importer: Importer,
  { concurrency = 2, lease = 15_000, perTenant = 2 } = {}
): Promise<ImportWorker> {
  const queue = new ImportQueue({ lease, perTenant })
  const tools = await importTools(importer, queue)
  return new ImportWorker(tools, { concurrency, poll: 10, tidy: 60_000 })
}

export async function importTools(importer: Importer, queue: ImportQueue): Promise<ImportTools> {
  const { container } = app
  return {
    queue,
    importer,
    planner: await container.make(ImportPlanner),
    files: await container.make(DatasetFiles),
    scratch: new ScratchFolders(datasetsConfig.scratchDir),
    purger: await container.make(DatasetPurger),
    recovery: await container.make(PasswordRecovery),
    trail: await container.make(AuditTrail),
    doorbell: await container.make(Doorbell),
    logger: SILENT,
  }
}

/** Imports all that waits, in this process. */
export async function importAll(script?: TableScript): Promise<ScriptedImporter> {
  const importer = new ScriptedImporter(script)
  const worker = await makeWorker(importer)
  await worker.drain()
  return importer
}
