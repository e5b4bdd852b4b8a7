import { Request, TYPES } from 'tedious'
import type { CautiousConnection } from '#connectors/sqlserver/driver_overrides'
import type { Shape } from '#connectors/sqlserver/token_checks'

/** As the driver reads it: decimals, dates and whatever else it would round were made text by the server. */
export type Value = null | boolean | number | string | Buffer

/** One signed-in connection. It does one thing at a time. */
export class SqlserverSession {
  #isAbandoned = false
  #running: Promise<unknown> = Promise.resolve()

  constructor(private readonly connection: CautiousConnection) {}

  /**
   * @param shape what the answer has at most; more ends the session
   * @param values of parameters `@name`, all texts
   */
  query(sql: string, shape: Shape, values?: Record<string, string>): Promise<Value[][]> {
    if (this.#isAbandoned) return Promise.reject(new Error('The session is being cancelled'))
    const answer = this.#run(sql, shape, values)
    this.#running = answer.catch(() => {})
    return answer
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

  #run(sql: string, shape: Shape, values?: Record<string, string>): Promise<Value[][]> {
    return new Promise((resolve, reject) => {
      const rows: Value[][] = []
      const request = new Request(sql, (error) => (error ? reject(error) : resolve(rows)))
      request.on('row', (columns: { value: Value }[]) => {
        rows.push(columns.map(({ value }) => value))
      })
      for (const [name, value] of Object.entries(values ?? {})) {
        request.addParameter(name, TYPES.NVarChar, value)
      }
      this.connection.expect(shape)
      if (values) this.connection.execSql(request)
      else this.connection.execSqlBatch(request)
    })
  }
}
