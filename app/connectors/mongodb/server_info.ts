import type { Document } from 'mongodb'
import type { ServerInfo } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import { rightsIn } from '#connectors/mongodb/privileges'
import type { MongodbSession } from '#connectors/mongodb/session'

/** Codes of the server (`error_codes.yml` of its public source). */
const UNAUTHORIZED = 13

/**
 * Version and rights, and whether the database is there: all in one round trip. A database without collections does
 * not exist for MongoDB, so a name that was mistyped would only look empty: it is told when neither the list of
 * databases has it nor anything lies in it. Who may not look into it hears that instead.
 */
export async function readServerInfo(
  session: MongodbSession,
  database: string | null
): Promise<ServerInfo> {
  const [{ version }, status, databases, isEmpty] = await Promise.all([
    session.ask('admin', { buildInfo: 1 }),
    session.ask('admin', { connectionStatus: 1, showPrivileges: true }),
    // Asked in any case: servers say their version to everybody, and this only to those who signed in.
    session.ask('admin', {
      listDatabases: 1,
      nameOnly: true,
      filter: { name: database ?? 'admin' },
    }),
    database !== null && holdsNothing(session, database),
  ])
  if (isEmpty && !names(databases).includes(database))
    throw new ConnectorError('database_not_found')
  return { version: String(version), ...rightsIn(status) }
}

function names({ databases }: Document): unknown[] {
  return Array.isArray(databases) ? databases.map(({ name }) => name) : []
}

async function holdsNothing(session: MongodbSession, database: string): Promise<boolean> {
  try {
    const { cursor } = await session.ask(database, LIST_ONE)
    return Array.isArray(cursor?.firstBatch) && cursor.firstBatch.length === 0
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code !== UNAUTHORIZED) throw error
    throw new ConnectorError('database_denied', undefined, { cause: error })
  }
}

const LIST_ONE = {
  listCollections: 1,
  nameOnly: true,
  authorizedCollections: true,
  cursor: { batchSize: 1 },
}
