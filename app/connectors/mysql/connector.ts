import { BaseConnectorService, type ServerInfo } from '#connectors/base_connector_service'
import { ConnectorError } from '#connectors/connector_error'
import type { Limits, PasswordChange, TableRef, TableSummary } from '#connectors/contracts'
import { readTables } from '#connectors/mysql/catalog'
import type { MysqlClient } from '#connectors/mysql/client'
import { mysql } from '#connectors/mysql/engine'
import { errorTable } from '#connectors/mysql/error_table'
import { savePassword } from '#connectors/mysql/password'
import { isReadOnly, isSuperuser } from '#connectors/mysql/privileges'
import { readRows } from '#connectors/mysql/rows'
import { prepareSession, signIn } from '#connectors/mysql/session'
import { quoteTable } from '#connectors/mysql/sql'
import { type MysqlColumn, type MysqlStructure, readStructure } from '#connectors/mysql/structure'
import { beginSnapshot, streamTable } from '#connectors/mysql/table_stream'
import type { Opening } from '#connectors/opening'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'
import { planFor, type TlsPlan, tlsPlan } from '#connectors/tls'

/** What the server says once it knows who we are. */
const PASSWORD_REFUSED = 1045
const ABOUT_THE_DATABASE = [1044, 1049]

export class MysqlConnector extends BaseConnectorService<MysqlClient, MysqlStructure> {
  protected readonly engine = mysql
  protected readonly errors = errorTable
  readonly #imports = new WeakMap<MysqlClient, Opening>()

  protected async openSession(opening: Opening): Promise<MysqlClient> {
    try {
      const client = await this.#enter(opening)
      await prepareSession(client, this.options, opening)
      if (opening.imports) this.#imports.set(client, opening)
      return client
    } catch (error) {
      const { errno = 0 } = error as { errno?: number }
      if (ABOUT_THE_DATABASE.includes(errno)) opening.passed('auth')
      if (errno === PASSWORD_REFUSED && (await this.#wouldEnterByTls(opening))) {
        throw new ConnectorError('tls_required')
      }
      throw error
    }
  }

  protected closeSession(client: MysqlClient): Promise<void> {
    return client.end()
  }

  protected async interruptSession(client: MysqlClient, opening: Opening): Promise<void> {
    opening.hold()
    await this.#killQuery(client, opening)
  }

  protected async fetchServerInfo(client: MysqlClient): Promise<ServerInfo> {
    const shown = await client.queryText('SHOW GRANTS')
    const grants = shown.map(([grant]) => grant ?? '')
    const { version } = client.server
    return { version, readOnly: isReadOnly(grants), superuser: isSuperuser(grants) }
  }

  protected fetchTables(client: MysqlClient, limit: number): Promise<TableSummary[]> {
    return readTables(client, this.#database(), limit)
  }

  /** A connection to one database shows that one alone. */
  protected async fetchStructure(
    client: MysqlClient,
    { schema, name }: TableRef
  ): Promise<MysqlStructure | null> {
    const database = this.#database()
    const asked = schema ?? database
    if (asked === null || (database !== null && asked !== database)) return null
    return readStructure(client, { schema: asked, name })
  }

  protected fetchRows(client: MysqlClient, structure: MysqlStructure, limits: Limits) {
    return readRows(client, structure, limits)
  }

  protected async fetchExactCount(client: MysqlClient, { table }: MysqlStructure) {
    const [row] = await client.queryText(`SELECT count(*) FROM ${quoteTable(table)}`)
    return Number(row?.[0])
  }

  protected beginImport(client: MysqlClient): Promise<void> {
    return beginSnapshot(client)
  }

  protected async streamRows(
    client: MysqlClient,
    structure: MysqlStructure,
    selection: Selection<MysqlColumn>
  ): Promise<RowStream> {
    return streamTable(client, structure, selection, async () => {
      const opening = this.#imports.get(client)
      if (opening) await this.#killQuery(client, opening)
    })
  }

  protected savePassword(client: MysqlClient, change: PasswordChange): Promise<void> {
    return savePassword(client, change, this.options.target)
  }

  async #killQuery(client: MysqlClient, opening: Opening): Promise<void> {
    const { target } = this.options
    const tls = this.#tls()
    const killer = await signIn(await opening.redial(), target, {
      secure: tls && ((socket) => opening.secureAgain(socket, tls)),
    })
    await killer.killQueryOf(client)
    await killer.end()
  }

  async #enter(opening: Opening): Promise<MysqlClient> {
    const tls = this.#tls()
    if (!tls) opening.skipped('tls')
    const client = await signIn(await this.#dial(opening), this.options.target, {
      secure: tls && ((socket) => opening.secure(socket, tls)),
    })
    opening.passed('auth')
    opening.passed('database')
    return client
  }

  /**
   * A user who must use TLS and does not is told the same as one with a wrong password. Trying tells them apart;
   * nobody vouches for the other end then, so that the password itself stays here.
   */
  async #wouldEnterByTls(opening: Opening): Promise<boolean> {
    if (this.#tls()) return false
    opening.startOver()
    const anybody = planFor({ mode: 'require' }, undefined, this.#host()) as TlsPlan
    try {
      const client = await signIn(await this.#dial(opening), this.options.target, {
        secure: (socket) => opening.secureAgain(socket, anybody),
        isCautious: true,
      })
      await client.end()
      return true
    } catch (error) {
      // It looks at the database only once the user is let in.
      return ABOUT_THE_DATABASE.includes(Object(error).errno)
    }
  }

  #dial(opening: Opening) {
    const { host, port } = this.options.target.config as { host: string; port: number }
    return opening.dial(host, port)
  }

  #tls() {
    const { config, credentials } = this.options.target
    return tlsPlan(config, credentials, this.#host())
  }

  #host(): string {
    return String(this.options.target.config.host)
  }

  #database(): string | null {
    const { database } = this.options.target.config
    return typeof database === 'string' && database !== '' ? database : null
  }
}
