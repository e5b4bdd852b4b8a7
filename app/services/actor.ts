import type { Role } from '#models/user'

/** Who asks, and from where: what every use case is given instead of an HTTP request. */
export interface Actor {
  tenantId: string
  userId: string
  email: string
  role: Role
  /** Whether a program asks for them, with an API token. */
  isProgram: boolean
  ip: string | null
  requestId: string | null
}

/** Whoever does something: a person, or the system itself, which has no name. */
export type Doer = Pick<Actor, 'tenantId' | 'ip' | 'requestId'> & {
  userId: string | null
  email: string | null
}
