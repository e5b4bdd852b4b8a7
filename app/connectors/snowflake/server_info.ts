import { ConnectorError } from '#connectors/connector_error'
import type { ServerInfo } from '#connectors/base_connector_service'
import { run, runNamed } from '#connectors/snowflake/query'
import type { SnowflakeSession } from '#connectors/snowflake/session'
import { literal, quote } from '#connectors/snowflake/sql'

/**
 * Proves that the catalog can be read, and with a warehouse, that rows could be. What a role may write cannot be told
 * without reading the grants of every role below it.
 */
export async function readServerInfo(session: SnowflakeSession): Promise<ServerInfo> {
  const { version, database, warehouse, isAccountAdmin } = session.context
  const facts = { version, readOnly: null, superuser: isAccountAdmin }
  const shown = await runNamed(session, `SHOW SCHEMAS IN DATABASE ${quote(database)} LIMIT 1`)
  if (shown.length === 0) throw new ConnectorError('schema_denied')
  if (warehouse === null) {
    return { ...facts, remark: 'Previews need a warehouse: enter one that this role may use.' }
  }
  const wasAsleep = await isSuspended(session, warehouse)
  // Row counts alone would come from the catalog: this needs the warehouse to run, as a preview does.
  await run(session, `SELECT COUNT(*) FROM ${quote(database)}.INFORMATION_SCHEMA.SCHEMATA`)
  return wasAsleep
    ? { ...facts, remark: `The warehouse ${warehouse} was suspended and has been resumed.` }
    : facts
}

/** Warehouses that the role may not look at are not shown: then nobody can tell. */
async function isSuspended(session: SnowflakeSession, warehouse: string): Promise<boolean> {
  const shown = await runNamed(session, `SHOW WAREHOUSES LIKE ${literal(warehouse)}`)
  const own = shown.find(({ name }) => name === warehouse)
  return own?.state === 'SUSPENDED' || own?.state === 'RESUMING'
}
