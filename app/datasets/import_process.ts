import { ConfinedFiles } from '#connectors/confined_files'
import type { Connector } from '#connectors/contracts'
import { EgressPolicy } from '#connectors/egress_policy'
import { endWithParent } from '#connectors/parent_watch'
import { engines } from '#connectors/registry'
import { SessionBudget } from '#connectors/session_budget'
import type { FromImport, ToImport } from '#datasets/import_channel'
import { failureOf } from '#datasets/import_error'
import type { ImportOrder } from '#datasets/import_order'
import { removeUnfinished } from '#datasets/leftovers'
import { ParquetWriter } from '#datasets/parquet_writer'
import { TableWriter } from '#datasets/table_writer'

/** Milliseconds in which it puts things in order when it must end: cancels at the target, removes what is not whole. */
const LAST_MOMENT = 900

/** An import has one session; another cancels what runs on it. */
const POOL = { max: 2, idleTimeout: 1_000 }

/**
 * A process that carries out one import and ends: what a target sends, and what it takes to write it, then never weighs on
 * the server, and nothing that goes wrong here goes wrong there. Its environment is empty.
 */
const stop = new AbortController()

process.on('message', (message: ToImport) => {
  if ('order' in message) void work(message.order)
  else stopSoon()
})
process.on('disconnect', stopSoon)
endWithParent(LAST_MOMENT)

function stopSoon() {
  stop.abort(new Error('The import was cancelled'))
  setTimeout(() => process.exit(), LAST_MOMENT)
}

async function work(order: ImportOrder): Promise<void> {
  const failure = await runs(order).then(() => null, failureOf)
  say({ end: failure }, () => process.exit())
}

async function runs(order: ImportOrder): Promise<void> {
  const connector = await connect(order)
  const writer = new ParquetWriter(order.folder)
  const tables = new TableWriter(writer, order, (report) => say({ report }))
  const closeFiles = async () => {
    await tables.close()
    await writer.close()
    await removeUnfinished(order.folder)
  }
  try {
    await connector.importTables(order.requests, tables, stop)
  } finally {
    // Until it is disposed of, the target may still be busy with what nobody wants.
    await Promise.all([connector.dispose(), closeFiles()])
  }
}

async function connect({ engine, target, facts }: ImportOrder): Promise<Connector> {
  const { egress, files, limits, ...times } = facts
  const { connectTimeout, testDeadline, readDeadline, importSilence } = times
  const EngineConnector = await engines[engine].load()
  return new EngineConnector({
    target,
    egress: new EgressPolicy(egress),
    files: new ConfinedFiles(files),
    budget: new SessionBudget({ total: POOL.max, perTenant: POOL.max }),
    limits,
    connectTimeout,
    testDeadline,
    readDeadline,
    importSilence,
    pool: POOL,
  })
}

function say(message: FromImport, then = () => {}) {
  if (process.connected) process.send?.(message, then)
  else then()
}
