import { inject } from '@adonisjs/core'
import connectorsConfig from '#config/connectors'
import { ConnectorError } from '#connectors/connector_error'
import type { Preview, TableRef } from '#connectors/contracts'
import { ApiError, type ErrorItem } from '#exceptions/api_error'
import { describeError } from '#exceptions/describe_error'
import type DatabaseConnection from '#models/database_connection'
import type { Actor } from '#services/actor'
import { ConnectionReader, type TablePage } from '#services/connection_reader'
import { SlowTargets } from '#services/slow_targets'
import { countRead } from '#start/limiter'

/** What a page got of its target before it was sent: an answer, a refusal, or nothing, so that its script asks. */
export type Ahead<T> = { data: T } | { refusal: Refusal } | null

/** What the API would have answered. */
export interface Refusal {
  status: number
  errors: ErrorItem[]
  requestId: string | null
}

/** Tables that a page comes with: more than a screen shows. */
const TABLES = 200

/** Rows that a page comes with. */
const ROWS = 10

/** Bytes of the largest preview that is put into a page, which keeps it as long as it is open. */
const MAX_BYTES = 256 * 1024

const slowTargets = new SlowTargets()

/**
 * Reads what a page would ask for at once, so that it arrives with it. A read counts, is authorised and audited as one
 * of the API; one that takes longer than somebody notices is cancelled, and that target left to the page's script for a while.
 */
@inject()
export class ReadAhead {
  constructor(private reader: ConnectionReader) {}

  tables(actor: Actor, connection: DatabaseConnection, signal: AbortSignal) {
    return this.read<TablePage>(actor, connection, signal, (soon) =>
      this.reader.listTables(actor, connection.id, { page: 1, perPage: TABLES }, soon)
    )
  }

  async preview(
    actor: Actor,
    connection: DatabaseConnection,
    table: TableRef,
    signal: AbortSignal
  ): Promise<Ahead<Preview>> {
    const options = { limit: ROWS, exactCount: false }
    const ahead = await this.read<Preview>(actor, connection, signal, (soon) =>
      this.reader.preview(actor, connection.id, table, options, soon)
    )
    const isLarge = ahead && 'data' in ahead && JSON.stringify(ahead.data).length > MAX_BYTES
    return isLarge ? null : ahead
  }

  private async read<T>(
    actor: Actor,
    connection: DatabaseConnection,
    signal: AbortSignal,
    run: (signal: AbortSignal) => Promise<T>
  ): Promise<Ahead<T>> {
    if (connection.lastTestStatus === 'failed' || slowTargets.has(connection)) return null
    if (!(await mayRead(actor))) return null
    const late = new AbortController()
    const tooLate = Promise.withResolvers<null>()
    const timer = setTimeout(() => {
      slowTargets.add(connection)
      tooLate.resolve(null)
      late.abort(new ApiError('E_CANCELLED'))
    }, connectorsConfig.readAheadBudget)
    const reading = run(AbortSignal.any([signal, late.signal])).then(
      (data) => ({ data }),
      (error: unknown) => refusalOf(error, actor)
    )
    try {
      return await Promise.race([reading, tooLate.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Whoever has used up their share hears so from the API. */
async function mayRead(actor: Actor): Promise<boolean> {
  try {
    await countRead(actor)
    return true
  } catch {
    return false
  }
}

/** What the target refuses once it would refuse twice; anything else may pass until the script asks. */
function refusalOf(error: unknown, { requestId }: Actor): { refusal: Refusal } | null {
  if (!(error instanceof ConnectorError)) return null
  const { status, errors, unexpected } = describeError(error)
  return unexpected ? null : { refusal: { status, errors, requestId } }
}
