import { engines, isEngineName } from '#connectors/registry'
import { ConnectorError } from '#connectors/connector_error'
import type { GrantsRequest, GrantsScript } from '#connectors/grants'
import { ApiError } from '#exceptions/api_error'

/** A script for a read-only role, and what it is written in. @throws ApiError E_NOT_FOUND, E_INVALID */
export function writeGrants(type: string, request: GrantsRequest) {
  if (!isEngineName(type))
    throw new ApiError('E_NOT_FOUND', { message: 'There is no such engine.' })
  const { grants, label } = engines[type]
  if (!grants) {
    throw new ApiError('E_NOT_FOUND', {
      message: `${label} has no users and roles: whoever can open the file can read it.`,
    })
  }
  return { script: scriptOf(grants, request), language: grants.language }
}

/** A name that the engine cannot have is the person's to change. */
function scriptOf(grants: GrantsScript, request: GrantsRequest): string {
  try {
    return grants.write(request)
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const { message, field } = error
    throw new ApiError('E_INVALID', { message, field: field ?? 'role' })
  }
}
