import type { Duplex } from 'node:stream'
import { UUID, type Document } from 'mongodb'
import { ConnectorError } from '#connectors/connector_error'
import { type SignIn, shakeHands } from '#connectors/mongodb/driver'
import type { Hello } from '#connectors/mongodb/hello'
import { Scram } from '#connectors/mongodb/scram'
import { decoded, Wire } from '#connectors/mongodb/wire'

export interface SignInFacts {
  username: string | null
  password: string | undefined
  /** The database in which the user is defined. */
  source: string
}

/** One signed-in session. */
export class MongodbSession {
  /** By this the server knows what is ours, and can be told to end it. */
  readonly #sessionId: Document | null
  readonly #readPreference: Document

  private constructor(
    private readonly wire: Wire,
    readonly hello: Hello,
    /** Milliseconds that the server may work on one command; null for as long as it likes. */
    private readonly deadline: number | null
  ) {
    const { logicalSessionTimeoutMinutes: timeout, setName, msg } = hello
    this.#sessionId = typeof timeout === 'number' ? { id: new UUID() } : null
    // A lone server must not be told (public specification "Server Selection").
    const isOneOfMany = typeof setName === 'string' || msg === 'isdbgrid'
    this.#readPreference = isOneOfMany ? { $readPreference: { mode: 'secondaryPreferred' } } : {}
  }

  /**
   * Greets the server over a connected stream, and signs in.
   *
   * @throws ConnectorError `auth_missing`, or what the driver throws
   */
  static async open(
    stream: Duplex,
    facts: SignInFacts,
    limits: { wireBytes: number; deadline: number | null }
  ): Promise<MongodbSession> {
    if (facts.username !== null && !facts.password) throw new ConnectorError('auth_missing')
    const wire = new Wire(stream, limits.wireBytes)
    const hello = (await shakeHands(wire.handshake, signInOf(facts)).catch(asUnreadable)) as Hello
    return new MongodbSession(wire, hello, limits.deadline)
  }

  /**
   * Runs a command that reads and resolves with the BSON of its answer; several may be under way at once.
   *
   * @throws MongoServerError with the server's code
   */
  read(database: string, command: Document): Promise<Buffer> {
    const isMore = 'getMore' in command
    return this.wire.send(database, {
      ...command,
      // What a cursor may take in all was said when it was opened.
      ...(isMore ? {} : this.#deadline),
      ...(this.#sessionId ? { lsid: this.#sessionId } : {}),
      ...this.#readPreference,
    })
  }

  /** The same for answers that are small: decoded. */
  async ask(database: string, command: Document): Promise<Document> {
    return decoded(await this.read(database, command))
  }

  /** Runs a command that changes something, where the server is one that takes changes. */
  async change(database: string, command: Document): Promise<void> {
    await this.wire.send(database, {
      ...command,
      ...this.#deadline,
      ...(this.#sessionId ? { lsid: this.#sessionId } : {}),
    })
  }

  /** Says goodbye: the server need not keep the session until it times out. */
  async end(): Promise<void> {
    if (!this.#sessionId) return
    await this.wire.send('admin', { endSessions: [this.#sessionId] })
  }

  /** Makes the server stop everything that another session is doing. */
  async kill(other: MongodbSession): Promise<void> {
    if (!other.#sessionId) return
    await this.wire.send('admin', { killSessions: [other.#sessionId] })
  }

  /** Whether there is anything by which the server could be told to stop. */
  get canBeKilled(): boolean {
    return this.#sessionId !== null
  }

  get #deadline(): Document {
    return this.deadline === null ? {} : { maxTimeMS: this.deadline }
  }
}

/** What cannot be decoded is no answer of this database: only the name of the driver's error says so. */
function asUnreadable(error: unknown): never {
  const { name, cause } = error as Error
  const names = [name, (cause as Error | undefined)?.name].map(String)
  if (!names.some((one) => one.startsWith('BSON'))) throw error
  throw new ConnectorError('wrong_protocol', undefined, { cause: error })
}

function signInOf({ username, password = '', source }: SignInFacts): SignIn | null {
  if (username === null) return null
  const mechanisms = new Map<string, Scram | undefined>()
  return {
    username,
    source,
    // The driver asks twice for one mechanism, and means the same conversation.
    mechanism(name) {
      if (!mechanisms.has(name))
        mechanisms.set(name, Scram.for(name, { username, password, source }))
      return mechanisms.get(name)
    },
  }
}
