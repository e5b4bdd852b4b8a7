import oracledb from 'oracledb'
import type { OracleSession, Row } from '#connectors/oracle/session'

/** A value that a query compares with. */
export type Bind = string | { val: string; type: oracledb.DbType }

/** The rows of a query, of which so many travel at once; the next ones are asked for only when they are wanted. */
export class RowCursor {
  private constructor(
    private readonly session: OracleSession,
    private readonly rows: oracledb.ResultSet<Row>,
    private readonly batch: number
  ) {}

  /** @param batch rows that travel together; the driver makes room for this many before the first comes */
  static async open(
    session: OracleSession,
    sql: string,
    binds: Bind[],
    batch: number
  ): Promise<RowCursor> {
    const { resultSet } = await session.run((connection) =>
      connection.execute<Row>(sql, binds, {
        resultSet: true,
        outFormat: oracledb.OUT_FORMAT_ARRAY,
        prefetchRows: batch,
        fetchArraySize: batch,
        fetchTypeHandler: ({ dbType }) =>
          AS_TEXT.has(dbType) ? { type: oracledb.STRING } : undefined,
      })
    )
    if (!resultSet) throw new TypeError('A query without rows')
    return new RowCursor(session, resultSet, batch)
  }

  /** None after the last. Numbers and LONGs as text, CLOBs and BLOBs as locators. */
  next(): Promise<Row[]> {
    return this.session.run(() => this.rows.getRows(this.batch))
  }

  /** The server hears of it with the next thing that it is asked. */
  async close(): Promise<void> {
    // After a failure of the session there is nothing left to close.
    await this.session.run(() => this.rows.close()).catch(() => {})
  }
}

/** What the driver would turn into numbers that are not exact. */
const AS_TEXT: ReadonlySet<unknown> = new Set([oracledb.DB_TYPE_NUMBER, oracledb.DB_TYPE_LONG])
