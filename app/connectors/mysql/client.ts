import type { Connection, QueryError } from 'mysql2'
import type { ServerKind } from '#connectors/mysql/server_kind'

/** Every value as the server wrote it; null stays null. */
export type RawRow = (Buffer | null)[]
export type TextRow = (string | null)[]

/** One signed-in connection that speaks in raw values. */
export class MysqlClient {
  constructor(
    private readonly connection: Connection,
    readonly server: ServerKind
  ) {}

  /** The driver's error, with the server's kind: it decides what error numbers mean. */
  query(sql: string): Promise<RawRow[]> {
    return new Promise((resolve, reject) => {
      const options = { sql, rowsAsArray: true, typeCast: false }
      this.connection.query(options, (error: QueryError | null, rows: unknown) => {
        if (error) reject(Object.assign(error, { isMariadb: this.server.isMariadb }))
        else resolve(Array.isArray(rows) ? (rows as RawRow[]) : [])
      })
    })
  }

  async queryText(sql: string): Promise<TextRow[]> {
    const rows = await this.query(sql)
    return rows.map((row) => row.map((value) => value && value.toString('utf8')))
  }

  /** Stops what another connection of the same user is doing. */
  async killQueryOf(other: MysqlClient): Promise<void> {
    await this.query(`KILL QUERY ${Number(other.connection.threadId)}`)
  }

  /** Says goodbye. */
  end(): Promise<void> {
    return new Promise((resolve) => this.connection.end(() => resolve()))
  }
}
