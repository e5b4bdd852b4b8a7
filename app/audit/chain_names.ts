import { NIL, validate as isUuid } from 'uuid'
import Tenant from '#models/tenant'
import { E_TENANT_NOT_FOUND } from '#services/account_errors'

/** What a chain is called: its tenant's slug, or its id when that is gone. */
export async function chainName(chainId: string): Promise<string> {
  if (chainId === NIL) return 'no tenant'
  const tenant = await Tenant.find(chainId)
  return tenant?.slug ?? chainId
}

/**
 * The chain of a tenant; of one that is gone, by its id. The nil UUID is that of events without a tenant.
 * @throws E_TENANT_NOT_FOUND
 */
export async function chainCalled(slugOrId: string): Promise<string> {
  const tenant = await Tenant.findBy('slug', slugOrId)
  if (tenant) return tenant.id
  if (isUuid(slugOrId)) return slugOrId.toLowerCase()
  throw new E_TENANT_NOT_FOUND([slugOrId])
}
