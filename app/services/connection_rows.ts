import { isDeepStrictEqual } from 'node:util'
import type { ModelAttributes } from '@adonisjs/lucid/types/model'
import { DateTime } from 'luxon'
import DatabaseConnection from '#models/database_connection'
import type { ConnectionValues, OwnedConnection } from '#services/connection_values'
import { nameKey } from '#services/name_key'

const UNTESTED = {
  lastTestedAt: null,
  lastTestStatus: null,
  lastTestCode: null,
  lastTestError: null,
  lastTestLatencyMs: null,
  serverVersion: null,
}

/** The row of a new connection; its tags have rows of their own. */
export function newRow(tenantId: string, { name, tags, ...values }: OwnedConnection) {
  const now = DateTime.utc()
  const row = { ...values, tenantId, name, nameKey: nameKey(name), version: 1 }
  return columnsOf(new DatabaseConnection(), { ...row, createdAt: now, updatedAt: now })
}

/** What becomes of the last test's outcome: another place, or another way to sign in, has not been tested. */
export function testAfter(row: DatabaseConnection, values: Omit<ConnectionValues, 'name'>) {
  return pointsElsewhere(row, values) ? UNTESTED : {}
}

/** Attributes as columns, prepared as the model itself would prepare them. */
export function columnsOf(
  row: DatabaseConnection,
  values: Partial<ModelAttributes<DatabaseConnection>>
) {
  const columns: Record<string, unknown> = {}
  for (const [attribute, value] of Object.entries(values)) {
    const column = DatabaseConnection.$getColumn(attribute)
    if (!column) throw new TypeError(`A connection has no column ${attribute}`)
    columns[column.columnName] = column.prepare ? column.prepare(value, attribute, row) : value
  }
  return columns
}

/** Sealing anew gives another text even for the same credentials; what is kept is not among the values. */
function pointsElsewhere(row: DatabaseConnection, values: Omit<ConnectionValues, 'name'>): boolean {
  return values.sealedCredentials !== undefined || !isDeepStrictEqual(row.config, values.config)
}
