import type { Role } from '#models/user'

/** Who asks, and from where: what every use case is given instead of an HTTP request. */
export interface Actor {
  tenantId: string
  userId: string
  email: string
  role: Role
  ip: string | null
  requestId: string | null
}
