import type { Attacker } from '#tests/security/people'
import type { World } from '#tests/security/world'
import { TARGETS } from '#tests/security/names'

/** A password that may be found nowhere; its characters are spelled differently in every encoding. */
export const CANARY = 'cAnary/7f3a+Zp@ss w\u00f6rd"\\<&>'

export interface Invited {
  id: string
  /** Ends with what lets its bearer in. */
  url: string
}

/** What a tenant has, made when it is first asked for. */
export class Things {
  readonly #made = new Map<string, Promise<unknown>>()

  constructor(
    private readonly world: World,
    private readonly owner: () => Attacker
  ) {}

  /** Id of a connection that everybody of the team sees, with the canary in it. */
  connection(name = 'Sales'): Promise<string> {
    return this.#once(`connection ${name}`, async () => {
      const { id } = await this.world.give<{ id: string }>(this.owner(), 'POST', '/connectors', {
        ...connectionBody(this.world),
        name,
      })
      return id
    })
  }

  /** Id of a dataset of that connection, whose import fails. */
  dataset(): Promise<string> {
    return this.#once('dataset', async () => {
      const { id } = await this.world.give<{ id: string }>(this.owner(), 'POST', '/datasets', {
        name: 'Sales of a year',
        connectionId: await this.connection(),
        tables: [{ schema: 'public', name: 'orders' }],
      })
      return id
    })
  }

  /** An API token with all abilities. */
  token(): Promise<{ id: string; token: string }> {
    return this.#once('token', () => this.newToken())
  }

  newToken(): Promise<{ id: string; token: string }> {
    return this.world.give(this.owner(), 'POST', '/tokens', {
      name: 'A token of the suite',
      abilities: [
        ...['connections:read', 'connections:write', 'datasets:read', 'datasets:write'],
        ...['members:read', 'audit:read'],
      ],
      expiresInDays: 1,
    })
  }

  invitation(): Promise<Invited> {
    return this.#once('invitation', () => this.newInvitation('invited'))
  }

  newInvitation(name: string): Promise<Invited> {
    const email = `${name}@${this.owner().tenantId}.example.com`
    return this.world.give(this.owner(), 'POST', '/invitations', { email, role: 'viewer' })
  }

  /** Somebody with a session, who was deactivated since. */
  departed(): Promise<Attacker> {
    return this.#once('departed', async () => {
      const { url } = await this.newInvitation('leaving')
      const person = { token: url.split('/').at(-1), password: 'a long password of who leaves' }
      const options = { method: 'POST', body: person }
      const { text } = await this.world.send('/api/v2/invitations/accept', options)
      const session = await this.world.logIn({ ...person, email: JSON.parse(text).data.email })
      const path = `/members/${session.id}`
      await this.world.give(this.owner(), 'PATCH', path, { active: false })
      return session
    })
  }

  #once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = (this.#made.get(name) as Promise<T> | undefined) ?? make()
    this.#made.set(name, made)
    return made
  }
}

/** A connection to the target that hangs up. */
export function connectionBody({ rogue }: World) {
  return {
    type: 'postgresql',
    config: {
      host: TARGETS,
      port: rogue.port,
      database: 'sales',
      username: 'alice',
      tls: { mode: 'disable' },
    },
    credentials: { password: CANARY },
    visibility: 'tenant',
  }
}
