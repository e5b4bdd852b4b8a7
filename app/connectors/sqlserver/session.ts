import { Request, TYPES } from 'tedious'
import type { CautiousConnection } from '#connectors/sqlserver/driver_overrides'
import type { Shape } from '#connectors/sqlserver/token_checks'

/** As the driver reads it: decimals, dates and whatever else it would round were made text by the server. */
export type Value = null | boolean | number | string | Buffer

/** A query whose rows come one after another. */
export interface RunningQuery {
  /** Nothing more is read, up to the server itself, until `resume`. */
  pause(): void
  resume(): void
  /** Tells the server to stop; it has when `ended` settles. */
  cancel(): void
  ended: Promise<void>
}

/** One signed-in connection. It does one thing at a time. */
export class SqlserverSession {
  /** All tables are read in one transaction, as they were at one moment. */
  holdsSnapshot = false
  /** Something was read in that transaction. */
  hasMoment = false
  #isAbandoned = false
  #running: Promise<unknown> = Promise.resolve()

  constructor(private readonly connection: CautiousConnection) {}

  /** As the server said last. */
  get isInTransaction(): boolean {
    return this.connection.inTransaction
  }

  /**
   * @param shape what the answer has at most; more ends the session
   * @param values of parameters `@name`, all texts
   */
  async query(sql: string, shape: Shape, values?: Record<string, string>): Promise<Value[][]> {
    const rows: Value[][] = []
    await this.stream(sql, shape, values, (row) => rows.push(row.map(({ value }) => value))).ended
    return rows
  }

  /** @param onRow is told of each row as it comes, and must not throw */
  stream(
    sql: string,
    shape: Shape,
    values: Record<string, string> | undefined,
    onRow: (row: readonly { value: Value }[]) => void
  ): RunningQuery {
    const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
    const request = new Request(sql, (error) => (error ? reject(error) : resolve()))
    request.on('row', onRow)
    for (const [name, value] of Object.entries(values ?? {})) {
      request.addParameter(name, TYPES.NVarChar, value)
    }
    if (this.#isAbandoned) reject(new Error('The session is being cancelled'))
    else {
      this.#running = ended.catch(() => {})
      this.connection.expect(shape)
      if (Object.keys(values ?? {}).length > 0) this.connection.execSql(request)
      else this.connection.execSqlBatch(request)
    }
    return {
      ended,
      pause: () => request.pause(),
      resume: () => request.resume(),
      cancel: () => request.cancel(),
    }
  }

  /** Tells the server to stop; resolves when it did. What abandoned work asks next is not asked. */
  async cancel(): Promise<void> {
    this.#isAbandoned = true
    this.connection.cancel()
    await this.#running
    this.connection.close()
  }

  close() {
    this.#isAbandoned = true
    this.connection.close()
  }
}
