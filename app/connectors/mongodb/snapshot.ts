import { type Document, MongoServerError } from 'mongodb'
import { offersSnapshots } from '#connectors/mongodb/hello'
import type { MongodbSession } from '#connectors/mongodb/session'

/**
 * Documents up to which a collection is read as it was at one moment. Servers keep their past for five minutes (manual,
 * `minSnapshotHistoryWindowInSeconds`), and reading that is not over by then fails.
 */
const MOST_DOCUMENTS = 5_000_000
/** Milliseconds. */
const HISTORY = 300_000

/** Codes of the server (`error_codes.yml` of its public source). */
const TOO_OLD = 239
/** What servers say that do not read in this way here: IllegalOperation, InvalidOptions, CommandNotSupported, … */
const NOT_HERE = new Set<unknown>([20, 72, 115, 123, 238, 246, 303])

/** The moment at which the collections of an import are read, where the deployment offers it. */
export class Snapshot {
  private constructor(
    private readonly session: MongodbSession,
    /** The server's own time (manual, "Read Concern snapshot"); null where there is none. */
    private at: Document | null,
    private since: number
  ) {}

  static async now(session: MongodbSession): Promise<Snapshot> {
    return new Snapshot(session, await momentOf(session), performance.now())
  }

  /**
   * Runs a `find` at the moment of the import. One that the server has forgotten is replaced by a new one, for this
   * collection and the ones that follow; what cannot be read at a moment is read as it goes.
   *
   * @param documents how many there are, as far as it is known
   */
  async read(database: string, find: Document, documents: number | null): Promise<Buffer> {
    const size = documents ?? 0
    if (!this.at || size > MOST_DOCUMENTS) return this.session.read(database, find)
    if (!this.#lasts(size)) await this.#renew()
    try {
      return await this.#readAt(database, find)
    } catch (error) {
      if (!isRefused(error)) throw error
      return this.session.read(database, find)
    }
  }

  /** Whether the servers will keep that moment until so many documents are read. */
  #lasts(documents: number): boolean {
    const left = 1 - (performance.now() - this.since) / HISTORY
    return left > 0.2 && documents <= MOST_DOCUMENTS * left
  }

  async #renew(): Promise<void> {
    this.at = await momentOf(this.session)
    this.since = performance.now()
  }

  async #readAt(database: string, find: Document): Promise<Buffer> {
    try {
      return await this.session.read(database, { ...find, ...readConcern(this.at) })
    } catch (error) {
      if (codeOf(error) !== TOO_OLD) throw error
      await this.#renew()
      return this.session.read(database, { ...find, ...readConcern(this.at) })
    }
  }
}

function readConcern(at: Document | null): Document {
  return at ? { readConcern: { level: 'snapshot', atClusterTime: at } } : {}
}

/** Members of replica sets and routers tell their time with every answer. */
async function momentOf(session: MongodbSession): Promise<Document | null> {
  if (!offersSnapshots(session.hello)) return null
  const { lastWrite, operationTime } = await session.ask('admin', { hello: 1 })
  // What most members have. A later moment would be waited for until they have it; routers name no other.
  const time: unknown = Object(Object(lastWrite).majorityOpTime).ts ?? operationTime
  return Object(time)._bsontype === 'Timestamp' ? (time as Document) : null
}

function isRefused(error: unknown): boolean {
  return codeOf(error) === TOO_OLD || NOT_HERE.has(codeOf(error))
}

function codeOf(error: unknown): unknown {
  return error instanceof MongoServerError ? error.code : null
}
