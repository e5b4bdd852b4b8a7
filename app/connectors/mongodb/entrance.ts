import type { Duplex } from 'node:stream'
import { abortable } from '#connectors/abortable'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions } from '#connectors/engine'
import { type Deployment, findDeployment, type MongodbConfig } from '#connectors/mongodb/deployment'
import { checkReplicaSet, isReadable, primaryOf } from '#connectors/mongodb/hello'
import type { Member } from '#connectors/mongodb/members'
import { MongodbSession, type SignInFacts } from '#connectors/mongodb/session'
import { hasHungUp } from '#connectors/mongodb/wire'
import type { Opening } from '#connectors/opening'
import { planFor, type TlsPlan, tlsPlan } from '#connectors/tls'

/** The way to a deployment: its members in turn, then the one that takes writes, which knows the latest. */
export class Entrance {
  readonly #config: MongodbConfig
  #found: Promise<Deployment> | null = null
  /** Whom the last session was opened with. */
  #entered: Member | null = null

  constructor(
    private readonly options: ConnectorOptions,
    private readonly opening: Opening
  ) {
    this.#config = options.target.config as unknown as MongodbConfig
  }

  /** @throws ConnectorError, the driver's error, or an AggregateError of those of every member */
  async enter(): Promise<MongodbSession> {
    const deployment = await this.#deployment
    const errors: unknown[] = []
    for (const member of deployment.members) {
      try {
        const session = await this.#try(member, deployment, deployment.members.length)
        if (isReadable(session.hello))
          return await this.#nearestToTruth(session, member, deployment)
        errors.push(new ConnectorError('starting'))
      } catch (error) {
        // Only who cannot be reached is passed over: to be refused by one is to be refused.
        if (!(error instanceof Unreachable)) throw error
        errors.push(error.cause)
      }
      this.opening.startOver()
    }
    throw errors.length === 1 ? errors[0] : new AggregateError(errors)
  }

  /** The database in which the user is defined. */
  async userSource(): Promise<string> {
    const { authSource } = await this.#deployment
    return authSource
  }

  /** A second session with the same server, beside the one that is under way; to end what that one does. */
  async enterAgain(): Promise<MongodbSession> {
    const deployment = await this.#deployment
    const { host } = this.#entered ?? deployment.members[0] ?? this.#config
    const plan = this.#plan(host)
    const socket = await this.opening.redial()
    const stream = plan ? await this.opening.secureAgain(socket, plan) : socket
    return MongodbSession.open(stream, this.#facts(deployment), this.#limits())
  }

  /** Whether the first member speaks MongoDB over TLS; nobody vouches for it then, so that nothing secret is said. */
  async speaksTls(): Promise<boolean> {
    const { members } = await this.#deployment
    const [member] = members
    if (!member || this.#plan(member.host)) return false
    this.opening.startOver()
    const anybody = planFor({ mode: 'require' }, undefined, member.host) as TlsPlan
    try {
      const socket = await this.opening.dial(member.host, member.port)
      const stream = await this.opening.secureAgain(socket, anybody)
      const nobody = { username: null, password: undefined, source: 'admin' }
      await MongodbSession.open(stream, nobody, this.#limits())
      return true
    } catch {
      return false
    }
  }

  get #deployment(): Promise<Deployment> {
    const { egress } = this.options
    this.#found ??= findDeployment(this.#config, egress, this.opening.signal)
    return this.#found
  }

  /** Members that lag are good enough to read from where the primary is out of reach. */
  async #nearestToTruth(
    session: MongodbSession,
    member: Member,
    deployment: Deployment
  ): Promise<MongodbSession> {
    const primary = primaryOf(session.hello)
    if (!primary) return session
    this.opening.startOver()
    try {
      return await this.#try(primary, deployment, 2)
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error
      this.opening.startOver()
      return this.#signIn(member, deployment, this.opening.signal)
    }
  }

  /**
   * One of several that does not answer must leave time for the others.
   *
   * @throws Unreachable when nobody answers there in time
   */
  async #try(member: Member, deployment: Deployment, rivals: number): Promise<MongodbSession> {
    const { signal } = this.opening
    if (rivals === 1) return this.#signIn(member, deployment, signal)
    const patience = AbortSignal.timeout(Math.ceil(this.options.connectTimeout / (rivals + 1)))
    const within = AbortSignal.any([signal, patience])
    try {
      return await abortable(this.#signIn(member, deployment, within), within)
    } catch (error) {
      signal.throwIfAborted()
      throw within.aborted ? new Unreachable(new ConnectorError('timeout')) : error
    }
  }

  async #signIn(
    member: Member,
    deployment: Deployment,
    within: AbortSignal
  ): Promise<MongodbSession> {
    const stream = await this.#reach(member, within)
    const session = await MongodbSession.open(stream, this.#facts(deployment), this.#limits())
    if (this.#config.username) this.opening.passed('auth')
    if (isReadable(session.hello)) checkReplicaSet(session.hello, deployment.replicaSet)
    this.#entered = member
    return session
  }

  /** @throws Unreachable when nobody answers there, or TLS's own error */
  async #reach({ host, port }: Member, within: AbortSignal): Promise<Duplex> {
    const plan = this.#plan(host)
    if (!plan) this.opening.skipped('tls')
    const socket = await this.#dial(host, port, within)
    if (!plan) return socket
    try {
      return await this.opening.secure(socket, plan)
    } catch (error) {
      // Servers without TLS hang up on the first word of it.
      const isGone = error instanceof ConnectorError && error.code === 'wrong_protocol'
      if (!isGone && !hasHungUp(error)) throw error
      throw new ConnectorError('tls_unsupported', undefined, { cause: error })
    }
  }

  async #dial(host: string, port: number, within: AbortSignal) {
    try {
      return await this.opening.dial(host, port, within)
    } catch (error) {
      this.opening.signal.throwIfAborted()
      throw new Unreachable(error)
    }
  }

  #plan(host: string) {
    return tlsPlan(this.options.target.config, this.options.target.credentials, host)
  }

  #facts({ authSource }: Deployment): SignInFacts {
    const { password } = this.options.target.credentials
    return { username: this.#config.username || null, password, source: authSource }
  }

  #limits() {
    const deadline = this.opening.imports ? null : this.options.readDeadline
    return { wireBytes: this.options.limits.wireBytes, deadline }
  }
}

/** Nobody answered there, or it may not be dialled. */
class Unreachable extends Error {
  constructor(cause: unknown) {
    super('A member cannot be reached', { cause })
  }
}
