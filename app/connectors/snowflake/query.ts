import type { ResultPart, TextRow } from '#connectors/snowflake/answer'
import type { DriverStatement } from '#connectors/snowflake/driver'
import { serverRefusal } from '#connectors/snowflake/server_refusal'
import type { SnowflakeSession } from '#connectors/snowflake/session'

export interface TextResult {
  columns: string[]
  rows: TextRow[]
}

export interface Statement {
  sqlText: string
  /** Values of the `?` in it, as texts. */
  binds: string[]
}

/**
 * Runs one statement and resolves with all its rows.
 *
 * @throws ServerRefusal, or what the transport threw
 */
export function run(session: SnowflakeSession, sqlText: string): Promise<TextResult> {
  return runStatement(session, { sqlText, binds: [] })
}

/** Runs one statement and resolves with where its rows are, of which some came with the answer. */
export function runLeavingRows(
  session: SnowflakeSession,
  statement: Statement
): Promise<ResultPart> {
  return session.transport.leavingRows(() => runStatement(session, statement))
}

async function runStatement(session: SnowflakeSession, statement: Statement): Promise<TextResult> {
  session.transport.startOperation()
  const broken = Promise.withResolvers<never>()
  session.transport.onBroken = broken.reject
  try {
    return await Promise.race([execute(session, statement), broken.promise])
  } catch (error) {
    throw serverRefusal(error)
  } finally {
    session.statement = null
  }
}

async function execute(
  session: SnowflakeSession,
  { sqlText, binds }: Statement
): Promise<TextResult> {
  const statement = await new Promise<DriverStatement>((resolve, reject) => {
    session.statement = session.connection.execute({
      sqlText,
      ...(binds.length > 0 ? { binds } : {}),
      parameters: statementParameters(session),
      rowMode: 'array',
      // Rows that the driver gathers itself it gathers after an error, too: it would send the query again for them.
      streamResult: true,
      complete: (error, completed) => (error ? reject(error) : resolve(completed)),
    })
  })
  const columns = (statement.getColumns() ?? []).map((column) => column.getName())
  const rows: TextRow[] = []
  for await (const row of statement.streamRows()) rows.push(row)
  return { columns, rows }
}

/**
 * Runs one statement; its rows by the columns' names in lower case. For the SHOW and DESCRIBE commands, which have
 * new columns now and then.
 */
export async function runNamed(
  session: SnowflakeSession,
  sqlText: string
): Promise<Record<string, string | null>[]> {
  const { columns, rows } = await run(session, sqlText)
  const names = columns.map((name) => name.toLowerCase())
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? null])))
}

/**
 * Sent with each statement, so that nothing that a role or an account has set spells values in another way.
 * (Snowflake documentation, "Parameters")
 */
function statementParameters({ statementTimeout }: SnowflakeSession) {
  return {
    QUERY_TAG: 'varlor',
    STATEMENT_TIMEOUT_IN_SECONDS: statementTimeout,
    STATEMENT_QUEUED_TIMEOUT_IN_SECONDS: statementTimeout,
    MULTI_STATEMENT_COUNT: 1,
    // Whoever was killed stops nothing: five minutes later the account does.
    ABORT_DETACHED_QUERY: true,
    TIMEZONE: 'UTC',
    BINARY_OUTPUT_FORMAT: 'HEX',
    GEOGRAPHY_OUTPUT_FORMAT: 'WKT',
    GEOMETRY_OUTPUT_FORMAT: 'EWKT',
    QUOTED_IDENTIFIERS_IGNORE_CASE: false,
  }
}
