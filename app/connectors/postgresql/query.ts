import type { PostgresqlSession } from '#connectors/postgresql/session'

/** Every value as the server wrote it; null stays null. */
export type TextRow = (string | null)[]

const AS_TEXT = { getTypeParser: () => (value: string) => value }

/**
 * Reads the catalog: what runs are functions of the server's own. Named, the query is planned once a session, which
 * takes longer than running it; behind a pooler the next transaction may be on another session. An import is in one
 * transaction from its beginning to its end.
 */
export async function readCatalog(
  session: PostgresqlSession,
  text: string,
  values: string[] = [],
  name?: string
): Promise<TextRow[]> {
  if (session.opening.imports) return run(session, text, values)
  return session.isPooled
    ? readInTransaction(session, text, values)
    : run(session, text, values, name)
}

/**
 * Reads what people store, views and their functions included, in a transaction that cannot write whatever the
 * session was talked into. The three statements are sent together: one round trip.
 */
export async function readInTransaction(
  session: PostgresqlSession,
  text: string,
  values: string[] = []
): Promise<TextRow[]> {
  const [begun, rows, ended] = await Promise.allSettled([
    session.client.query(session.begin),
    run(session, text, values),
    session.client.query('commit'),
  ])
  if (begun.status === 'rejected') throw begun.reason
  if (rows.status === 'rejected') throw rows.reason
  if (ended.status === 'rejected') throw ended.reason
  return rows.value
}

/** Runs one statement, in whatever transaction there is. */
export async function run(
  { client }: PostgresqlSession,
  text: string,
  values: string[] = [],
  name?: string
): Promise<TextRow[]> {
  const result = await client.query<TextRow>({
    name,
    text,
    values,
    rowMode: 'array',
    types: AS_TEXT,
  })
  return result.rows
}
