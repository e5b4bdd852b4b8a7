import type { Connector, PasswordChange, Probe, Target, TestResult } from '#connectors/contracts'
import type { ConnectorOptions, Engine } from '#connectors/engine'
import type { EngineName } from '#connectors/registry'

/** Which stored connection, and which state of its config and credentials. */
export interface ConnectorKey {
  tenantId: string
  connectionId: string
  /** Changes whenever config or credentials do. */
  version: string | number
}

interface PooledConnector {
  key: ConnectorKey
  connector: Promise<Connector>
  /** Operations under way. */
  users: number
  lastUsedAt: number
}

/** Keeps connectors of stored connections for as long as they are used, each under its tenant's own key. */
export class ConnectorManager {
  readonly #pooled = new Map<string, PooledConnector>()
  readonly #single = new Set<Connector>()
  readonly #sweeper: NodeJS.Timeout
  #isDisposed = false

  constructor(
    private readonly engines: Record<EngineName, Engine>,
    private readonly options: Omit<ConnectorOptions, 'target'>
  ) {
    const { idleTimeout } = options.pool
    this.#sweeper = setInterval(() => void this.#closeIdleFor(idleTimeout), idleTimeout / 2).unref()
    options.budget.reclaim = (tenantId) => this.#reclaim(tenantId)
  }

  /** Connectors that are kept now. */
  get size(): number {
    return this.#pooled.size
  }

  /** Connects anew with what is given, whatever is pooled, and keeps nothing. Rejects only when aborted. */
  async test(
    engineName: EngineName,
    target: Target,
    options: { signal: AbortSignal; onProbe?: (probe: Probe) => void }
  ): Promise<TestResult> {
    return this.#once(engineName, target, (connector) => connector.test(options))
  }

  /** Changes a password on a connector that is used for nothing else. Throws what the connector throws. */
  async changePassword(
    engineName: EngineName,
    target: Target,
    change: PasswordChange,
    options: { signal: AbortSignal }
  ): Promise<void> {
    return this.#once(engineName, target, (connector) => connector.changePassword(change, options))
  }

  /**
   * Runs something on the connector of a stored connection. `openTarget` unseals the credentials; it is called
   * only when no connector is kept for this key, and once however many ask.
   */
  async use<T>(
    key: ConnectorKey,
    engineName: EngineName,
    openTarget: () => Promise<Target>,
    run: (connector: Connector) => Promise<T>
  ): Promise<T> {
    const pooled = this.#pool(key, engineName, openTarget)
    pooled.users += 1
    try {
      return await run(await pooled.connector)
    } finally {
      pooled.users -= 1
      pooled.lastUsedAt = performance.now()
    }
  }

  /** Closes what is kept for a connection at once, cancelling what runs on it. */
  async drop(tenantId: string, connectionId: string): Promise<void> {
    await this.#close(({ key }) => key.tenantId === tenantId && key.connectionId === connectionId)
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true
    clearInterval(this.#sweeper)
    const single = [...this.#single].map((connector) => connector.dispose())
    await Promise.all([this.#close(() => true), ...single])
  }

  #pool(key: ConnectorKey, engineName: EngineName, openTarget: () => Promise<Target>) {
    if (this.#isDisposed) throw new Error('The connector manager is disposed')
    const id = JSON.stringify([key.tenantId, key.connectionId, key.version])
    const existing = this.#pooled.get(id)
    if (existing) return existing

    const connector = openTarget().then((target) => this.#create(engineName, target))
    const pooled = { key, connector, users: 0, lastUsedAt: performance.now() }
    this.#pooled.set(id, pooled)
    connector.catch(() => this.#pooled.get(id) === pooled && this.#pooled.delete(id))
    return pooled
  }

  async #once<T>(
    engineName: EngineName,
    target: Target,
    run: (connector: Connector) => Promise<T>
  ): Promise<T> {
    const connector = await this.#create(engineName, target)
    this.#single.add(connector)
    try {
      return await run(connector)
    } finally {
      void connector.dispose().finally(() => this.#single.delete(connector))
    }
  }

  async #create(engineName: EngineName, target: Target): Promise<Connector> {
    const Connector = await this.engines[engineName].load()
    return new Connector({ ...this.options, target })
  }

  #closeIdleFor(ms: number): Promise<void> {
    const before = performance.now() - ms
    return this.#close(({ users, lastUsedAt }) => users === 0 && lastUsedAt <= before)
  }

  /** Makes room for one more session: closes the connector that nobody has used for longest. */
  async #reclaim(tenantId: string | null): Promise<void> {
    const [oldest] = [...this.#pooled.values()]
      .filter(({ key, users }) => users === 0 && (tenantId === null || key.tenantId === tenantId))
      .sort((a, b) => a.lastUsedAt - b.lastUsedAt)
    await this.#close((pooled) => pooled === oldest)
  }

  /** Forgets them first, so that nobody gets one that is closing. */
  async #close(condition: (pooled: PooledConnector) => boolean): Promise<void> {
    const closing = [...this.#pooled].filter(([, pooled]) => condition(pooled))
    for (const [id] of closing) this.#pooled.delete(id)
    await Promise.all(
      closing.map(([, { connector }]) => connector.then((one) => one.dispose()).catch(() => {}))
    )
  }
}
