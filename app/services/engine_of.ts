import type { Engine } from '#connectors/engine'
import { engines, isEngineName, type EngineName } from '#connectors/registry'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'

/** The engine of a saved connection. @throws ApiError E_ENGINE_UNAVAILABLE when this build has it no more */
export function engineOf({ type }: DatabaseConnection): Engine & { name: EngineName } {
  if (!isEngineName(type)) throw new ApiError('E_ENGINE_UNAVAILABLE')
  return { ...engines[type], name: type }
}
