import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import type { Cell, Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import type { Whereabouts } from '#connectors/error_table'
import { findCollection, readTables } from '#connectors/mongodb/catalog'
import { documentsIn } from '#connectors/mongodb/cursor'
import { mongodb } from '#connectors/mongodb/engine'
import { Entrance } from '#connectors/mongodb/entrance'
import { errorTable } from '#connectors/mongodb/error_table'
import type { MongodbColumn } from '#connectors/mongodb/inference'
import { toRows } from '#connectors/mongodb/rows'
import { type MongodbStructure, readStructure } from '#connectors/mongodb/sample'
import { readServerInfo } from '#connectors/mongodb/server_info'
import type { MongodbSession } from '#connectors/mongodb/session'
import { Snapshot } from '#connectors/mongodb/snapshot'
import { streamTable } from '#connectors/mongodb/table_stream'
import { decoded, hasHungUp } from '#connectors/mongodb/wire'
import { refuseInClear } from '#connectors/password_change'
import type { Opening } from '#connectors/opening'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

interface Held {
  session: MongodbSession
  entrance: Entrance
  opening: Opening
  /** Once an import has begun. */
  snapshot: Snapshot | null
}

export class MongodbConnector extends BaseConnectorService<Held, MongodbStructure> {
  protected readonly engine = mongodb
  protected readonly errors = errorTable

  protected async openSession(opening: Opening): Promise<Held> {
    const entrance = new Entrance(this.options, opening)
    try {
      const session = await entrance.enter()
      return { session, entrance, opening, snapshot: null }
    } catch (error) {
      if (hasHungUp(error) && (await entrance.speaksTls())) {
        throw new ConnectorError('tls_required')
      }
      throw error
    }
  }

  protected closeSession({ session }: Held): Promise<void> {
    return session.end()
  }

  /** Where there are no sessions, the server notices by itself that nobody listens any more. */
  protected async interruptSession({ session, entrance, opening }: Held): Promise<void> {
    opening.hold()
    if (!session.canBeKilled) return
    const killer = await entrance.enterAgain()
    await killer.kill(session)
    await killer.end()
  }

  protected async fetchServerInfo({ session, opening }: Held): Promise<ServerInfo> {
    const info = await readServerInfo(session, this.#database())
    // Whether nobody has to sign in shows only now.
    opening.passed('auth')
    opening.passed('database')
    return info
  }

  protected fetchTables({ session }: Held, limit: number): Promise<TableSummary[]> {
    return readTables(session, this.#database(), limit)
  }

  /** A connection to one database shows that one alone. */
  protected async fetchStructure(
    { session, opening }: Held,
    { schema, name }: TableRef
  ): Promise<MongodbStructure | null> {
    const database = this.#database()
    const asked = schema ?? database
    if (asked === null || (database !== null && asked !== database)) return null
    if (!isDatabaseName(asked)) return null
    const listed = await findCollection(session, { schema: asked, name })
    const { limits } = this.options
    return listed && readStructure(session, asked, listed, { limits, imports: opening.imports })
  }

  /** They came with the sample. */
  protected async fetchRows(
    _: Held,
    structure: MongodbStructure,
    limits: Limits
  ): Promise<{ rows: Cell[][]; truncated: boolean }> {
    return toRows(structure, limits)
  }

  protected async fetchExactCount({ session }: Held, { table }: MongodbStructure): Promise<number> {
    const answer = await session.read(table.schema ?? '', {
      aggregate: table.name,
      pipeline: [{ $group: { _id: 1, count: { $sum: 1 } } }],
      cursor: {},
    })
    const [counted] = documentsIn(answer)
    return counted ? Number(decoded(counted).count) : 0
  }

  protected async beginImport(held: Held): Promise<void> {
    held.snapshot = await Snapshot.now(held.session)
  }

  protected async streamRows(
    { session, snapshot }: Held,
    structure: MongodbStructure,
    selection: Selection<MongodbColumn>
  ): Promise<RowStream> {
    return streamTable(session, snapshot, structure, selection)
  }

  /** The server derives what it keeps, in one way for each mechanism, and keeps `pwd` out of its log. */
  protected async savePassword(
    { session, entrance }: Held,
    { username, password }: PasswordChange
  ): Promise<void> {
    refuseInClear(this.options.target)
    await session.change(await entrance.userSource(), { updateUser: username, pwd: password })
  }

  /** Several hosts are named as they were typed, and have no port of their own. */
  protected whereabouts(): Whereabouts {
    const at = super.whereabouts()
    const { host, srv } = this.options.target.config as { host?: unknown; srv?: unknown }
    const single = /^([^:,]+):(\d{1,5})$/.exec(String(host))
    if (single?.[1]) return { ...at, where: single[1].slice(0, 100), port: Number(single[2]) }
    return srv === true || String(host).includes(',') ? { ...at, port: null } : at
  }

  #database(): string | null {
    const { database } = this.options.target.config
    if (typeof database !== 'string' || database === '') return null
    if (isDatabaseName(database)) return database
    throw new ConnectorError('bad_config', 'This cannot be the name of a database.', {
      field: 'database',
      hint: 'Names have at most 63 bytes and none of / \\ . " $ * < > : | ? or spaces.',
    })
  }
}

/** Manual, "MongoDB Limits and Thresholds": what neither kind of server allows. */
function isDatabaseName(name: string): boolean {
  return name !== '' && Buffer.byteLength(name) <= 63 && !/[/\\. "$\0]/.test(name)
}
