import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type { ConnectionBody } from '#validators/connection'

/** @throws ApiError E_INVALID */
export function refuseOtherEngine(connection: DatabaseConnection, { type }: ConnectionBody) {
  if (type === connection.type) return
  const message = 'The engine of a connection stays what it is: create another connection.'
  throw new ApiError('E_INVALID', { field: 'type', message })
}
