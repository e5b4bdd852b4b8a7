import type { Connection, QueryError } from 'mysql2'
import type { ServerKind } from '#connectors/mysql/server_kind'

/** Every value as the server wrote it; null stays null. */
export type RawRow = (Buffer | null)[]
export type TextRow = (string | null)[]

/** Members of the driver's query that its types leave out. */
interface QueryInternals {
  /** Called for each packet after the description of the columns; returns what is called for the next one. */
  row(packet: RowPacket, connection: unknown): unknown
}

interface RowPacket {
  buffer: Buffer
  offset: number
  end: number
  isEOF(): boolean
}

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

  /** Runs a query whose rows `take` gets as they are on the wire: `data` from `start` up to `end`. */
  stream(
    sql: string,
    take: (data: Buffer, start: number, end: number) => void,
    onEnd: (error: QueryError | null) => void
  ) {
    const query = this.connection.query({ sql, rowsAsArray: true, typeCast: false }, (error) =>
      onEnd(error && Object.assign(error, { isMariadb: this.server.isMariadb }))
    ) as unknown as QueryInternals
    const endOfRows = query.row.bind(query)
    const row: QueryInternals['row'] = (packet, connection) => {
      if (packet.isEOF()) return endOfRows(packet, connection)
      take(packet.buffer, packet.offset, packet.end)
      return row
    }
    query.row = row
  }

  pause() {
    this.connection.pause()
  }

  resume() {
    this.connection.resume()
  }

  /** Ends the session without a word. */
  breakOff() {
    this.connection.destroy()
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
