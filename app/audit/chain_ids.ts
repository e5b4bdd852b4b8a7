import { NIL } from 'uuid'

/** The chain that a tenant's events are in; those without a tenant have one of their own. */
export function chainOf(tenantId: string | null): string {
  return tenantId ?? NIL
}

/** Whose chain it is; null for the events without a tenant. */
export function tenantOf(chainId: string): string | null {
  return chainId === NIL ? null : chainId
}
