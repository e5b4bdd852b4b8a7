import { withDeadline } from '#connectors/abortable'
import { nameable, shownColumn } from '#connectors/bounded_names'
import type {
  Cell,
  Column,
  Connector,
  ImportRequest,
  Limits,
  PasswordChange,
  Preview,
  PreviewOptions,
  Probe,
  TableConsumer,
  TableKind,
  TableRef,
  TableSummary,
  TestResult,
} from '#connectors/contracts'
import { ConnectorError } from '#connectors/connector_error'
import type { ConnectorOptions, Engine } from '#connectors/engine'
import { type ErrorTable, tableForPasswords, type Whereabouts } from '#connectors/error_table'
import { translateError } from '#connectors/error_translation'
import { sharpened } from '#connectors/hosting_providers'
import type { Opening } from '#connectors/opening'
import { failedChange, refuseUnsafe } from '#connectors/password_change'
import { ProbeRecorder } from '#connectors/probe_recorder'
import type { Selection } from '#connectors/selection'
import { type HeldSession, SessionLifecycle } from '#connectors/session_lifecycle'
import { SessionPool } from '#connectors/session_pool'
import { notListed, type RowStream, TableImport } from '#connectors/table_import'
import { failedTest, passedTest, type ServerInfo } from '#connectors/test_answer'
import { printable, whereaboutsOf } from '#connectors/whereabouts'
import { isOverLimit } from '#connectors/wire_meter'

export type { ServerInfo }

/** A table as the database itself lists it. Engines may keep more in a column than leaves. */
export interface TableStructure<C extends Column = Column> {
  table: TableRef & { kind: TableKind }
  columns: C[]
  rowEstimate: number | null
}

/**
 * The base of every connector. It owns what must be the same everywhere: the order of a test's probes, deadlines,
 * cancellation, the pool, error translation, limits, disposal. An engine supplies the abstract members: they may
 * throw whatever their driver throws, and need not watch the clock.
 */
export abstract class BaseConnectorService<
  Session,
  Structure extends TableStructure = TableStructure,
> implements Connector {
  protected abstract readonly engine: Engine
  protected abstract readonly errors: ErrorTable

  readonly #disposal = new AbortController()
  readonly #sessions: SessionLifecycle<Session>
  readonly #pool: SessionPool<HeldSession<Session>>

  constructor(protected readonly options: ConnectorOptions) {
    this.#sessions = new SessionLifecycle(
      {
        open: (opening) => this.openSession(opening),
        close: (session) => this.closeSession(session),
        interrupt: (session, opening) => this.interruptSession(session, opening),
      },
      options
    )
    this.#pool = new SessionPool({
      max: options.pool.max,
      idleTimeout: options.pool.idleTimeout,
      openTimeout: options.connectTimeout + 1_000,
      waitTimeout: options.readDeadline + 1_000,
      open: (signal) => this.#sessions.open(new ProbeRecorder(this.engine.probes), signal),
      close: (held) => this.#sessions.close(held),
      isUsable: (held) => !held.opening.isLost,
    })
  }

  /**
   * Reaches the target and signs in, read-only wherever the engine can. Servers are reached by `opening.dial`
   * alone, files by `options.files` alone; further stages are reported with `opening.passed`. What must end with
   * the session is registered with `opening.onTeardown`, and a session that ends by itself says `opening.lost`.
   */
  protected abstract openSession(opening: Opening): Promise<Session>

  /** Says goodbye. Sockets and other teardowns follow at once, also when this fails or takes too long. */
  protected abstract closeSession(session: Session): Promise<void>

  /** Makes the target stop what the session is doing; the session ends afterwards. `opening.redial` helps. */
  protected abstract interruptSession(session: Session, opening: Opening): Promise<void>

  /** Version and privileges, in one round trip: it is all that a test asks. */
  protected abstract fetchServerInfo(session: Session): Promise<ServerInfo>

  /** At most `limit`, in the order of schema and name, from one read of the catalog. */
  protected abstract fetchTables(session: Session, limit: number): Promise<TableSummary[]>

  /** Null when the database lists no such table. One query, estimate included. */
  protected abstract fetchStructure(session: Session, table: TableRef): Promise<Structure | null>

  /** At most `limits.rows` rows of these columns; values cut on the server where the engine can. */
  protected abstract fetchRows(
    session: Session,
    structure: Structure,
    limits: Limits
  ): Promise<{ rows: Cell[][]; truncated: boolean }>

  protected abstract fetchExactCount(session: Session, structure: Structure): Promise<number>

  /**
   * Sets a password at the target and resolves once it has been taken; the session was opened with `opening.writes`.
   * Engines that say `supportsPasswordChange` override it. What they throw is understood by the table's `passwords`
   * first. Only what surely left the old password in place may become `password_denied` or `password_rejected`.
   */
  protected async savePassword(_session: Session, _change: PasswordChange): Promise<void> {
    throw new ConnectorError('password_denied', `${this.engine.label} has no passwords to change.`)
  }

  /** From here on tables are as they are now, where the engine can; the session was opened with `opening.imports`. */
  protected async beginImport(_session: Session): Promise<void> {}

  /**
   * The rows of a table, in batches, read as they are asked for. Engines that say `supportsImport` override it. After
   * a failure the session can read the next table, or is lost.
   */
  protected async streamRows(
    _session: Session,
    _structure: Structure,
    _selection: Selection<Structure['columns'][number]>
  ): Promise<RowStream> {
    throw new ConnectorError('bad_config', `Tables of ${this.engine.label} cannot be imported.`)
  }

  async test(options: {
    signal: AbortSignal
    onProbe?: (probe: Probe) => void
  }): Promise<TestResult> {
    const started = performance.now()
    const probes = new ProbeRecorder(this.engine.probes, options.onProbe)
    try {
      const info = await this.#within(this.options.testDeadline, options.signal, (signal) =>
        this.#probe(probes, signal)
      )
      const place = `${this.engine.label} ${info.version} on ${this.whereabouts().where}`
      const message = [`Connected to ${place}.`, info.remark].filter(Boolean).join(' ')
      return passedTest(message, info, probes, performance.now() - started)
    } catch (error) {
      options.signal.throwIfAborted()
      return failedTest(this.#explain(error), probes, performance.now() - started)
    }
  }

  listTables({ signal }: { signal: AbortSignal }): Promise<TableSummary[]> {
    const limit = this.options.limits.tables
    return this.#read(signal, async (session) => nameable(await this.fetchTables(session, limit)))
  }

  preview(
    table: TableRef,
    { limit, exactCount, signal }: PreviewOptions & { signal: AbortSignal }
  ): Promise<Preview> {
    const limits = { ...this.options.limits, rows: Math.min(limit, this.options.limits.rows) }
    return this.#read(signal, async (session) => {
      const structure = await this.fetchStructure(session, table)
      if (!structure) throw notListed(table)
      const shown = { ...structure, columns: structure.columns.slice(0, limits.columns) }
      const { rows, truncated } = await this.fetchRows(session, shown, limits)
      const count = exactCount ? await this.fetchExactCount(session, structure) : null
      return {
        table: shown.table,
        columns: shown.columns.map(shownColumn),
        rowCount: { value: count ?? structure.rowEstimate, exact: count !== null },
        rows,
        truncated: truncated || shown.columns.length < structure.columns.length,
      }
    })
  }

  importTables(
    requests: readonly ImportRequest[],
    consumer: TableConsumer,
    { signal }: { signal: AbortSignal }
  ): Promise<void> {
    const hooks = {
      begin: (session: Session) => this.beginImport(session),
      structure: (session: Session, table: TableRef) => this.fetchStructure(session, table),
      rows: (...args: Parameters<typeof this.streamRows>) => this.streamRows(...args),
      explain: (error: unknown) => this.#explain(error),
    }
    return new TableImport(this.#sessions, hooks, this.options.importSilence).run(
      requests,
      consumer,
      [signal, this.#disposal.signal]
    )
  }

  /** Always on a session of its own, which is the only kind that may write. */
  async changePassword(change: PasswordChange, { signal }: { signal: AbortSignal }): Promise<void> {
    let wasAsked = false
    const ask = (session: Session) => {
      wasAsked = true
      return this.savePassword(session, change)
    }
    try {
      refuseUnsafe(change)
      await this.#within(this.options.testDeadline, signal, (scope) => this.#write(ask, scope))
    } catch (error) {
      signal.throwIfAborted()
      const errors = wasAsked ? tableForPasswords(this.errors) : this.errors
      throw failedChange(this.#explain(error, errors), wasAsked)
    }
  }

  async dispose() {
    this.#disposal.abort(
      new ConnectorError('unknown', 'This connection was changed or deleted meanwhile.', {
        hint: 'Load it again.',
      })
    )
    await this.#pool.destroy()
    await this.#sessions.allEnded()
  }

  /** What sentences may name; engines without a host say what they have. */
  protected whereabouts(): Whereabouts {
    return whereaboutsOf(this.engine.label, this.options.target.config)
  }

  /** Nothing else happens before the answer; saying goodbye comes after it. */
  async #probe(probes: ProbeRecorder, signal: AbortSignal): Promise<ServerInfo> {
    const held = await this.#sessions.open(probes, signal)
    try {
      const info = await this.#sessions.run(held, signal, (session) =>
        this.fetchServerInfo(session)
      )
      probes.pass('catalog')
      return { ...info, version: printable(info.version) ?? 'unknown' }
    } finally {
      void this.#sessions.close(held)
    }
  }

  async #write(work: (session: Session) => Promise<void>, signal: AbortSignal): Promise<void> {
    const probes = new ProbeRecorder(this.engine.probes)
    const held = await this.#sessions.open(probes, signal, { writes: true })
    try {
      await this.#sessions.run(held, signal, work)
    } finally {
      void this.#sessions.close(held)
    }
  }

  async #read<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    try {
      return await this.#within(this.options.readDeadline, signal, (scope) =>
        this.#withSession(scope, work)
      )
    } catch (error) {
      signal.throwIfAborted()
      throw this.#explain(error)
    }
  }

  /** A kept session may have ended while nobody looked: then the work, which only reads, is done on another. */
  async #withSession<T>(signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
    for (;;) {
      const held = await this.#pool.acquire(signal)
      const isFresh = held.runs === 0
      try {
        return await this.#sessions.run(held, signal, work)
      } catch (error) {
        const isStale = !isFresh && held.opening.isLost && !isOverLimit(error)
        if (!isStale || signal.aborted) throw error
      } finally {
        this.#pool.release(held)
      }
    }
  }

  #within<T>(
    deadline: number,
    signal: AbortSignal,
    work: (scope: AbortSignal) => Promise<T>
  ): Promise<T> {
    return withDeadline('work', deadline, [signal, this.#disposal.signal], work)
  }

  #explain(error: unknown, errors = this.errors): ConnectorError {
    const at = this.whereabouts()
    const explained = translateError(error, errors, at)
    return withOwnFields(sharpened(explained, at.where), this.engine)
  }
}

/** Engines may call a shared field by another name. */
function withOwnFields(error: ConnectorError, { fieldNames = {} }: Engine): ConnectorError {
  const field = error.field === null ? undefined : fieldNames[error.field]
  if (field === undefined) return error
  const { code, message, hint, probe, cause } = error
  return new ConnectorError(code, message, { field, hint, probe: probe ?? undefined, cause })
}
