import { PassThrough } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import datasetsConfig from '#config/datasets'
import { ApiError } from '#exceptions/api_error'

const { poll, heartbeat, longest, perTenant } = datasetsConfig.events

export interface Watched {
  /** What is told, as JSON. */
  state: string
  /** Nothing will change any more. */
  isOver: boolean
}

/** Tells browsers and programs how a dataset changes, for as long as they listen and something can change. */
export class DatasetEvents {
  readonly #end = new AbortController()
  readonly #open = new Map<string, number>()

  /**
   * A stream of server-sent events: `dataset` with its state at once and whenever that changes. It ends with the
   * import, after five minutes, or with this server; whoever wants more comes again.
   *
   * @param look is asked once a second, as the person who listens
   * @throws what the first look throws; ApiError E_TOO_MANY_REQUESTS
   */
  async stream(
    tenantId: string,
    look: () => Promise<Watched>,
    left: AbortSignal
  ): Promise<PassThrough> {
    const first = await look()
    this.#enter(tenantId)
    const events = new PassThrough()
    const signal = AbortSignal.any([left, this.#end.signal, AbortSignal.timeout(longest)])
    void follow(events, first, look, signal).finally(() => {
      this.#leave(tenantId)
      events.end()
    })
    return events
  }

  /** Ends all of them: a server that is to end does not wait for those who listen. */
  close(): void {
    this.#end.abort()
  }

  #enter(tenantId: string): void {
    const before = this.#open.get(tenantId) ?? 0
    if (before >= perTenant) throw new ApiError('E_TOO_MANY_REQUESTS', { retryAfter: 5 })
    this.#open.set(tenantId, before + 1)
  }

  #leave(tenantId: string): void {
    const left = (this.#open.get(tenantId) ?? 1) - 1
    if (left > 0) this.#open.set(tenantId, left)
    else this.#open.delete(tenantId)
  }
}

/** A look that fails ends the stream: the next request says why. */
async function follow(
  events: PassThrough,
  first: Watched,
  look: () => Promise<Watched>,
  signal: AbortSignal
): Promise<void> {
  let told = first
  let toldAt = performance.now()
  events.write(message(first))
  while (!told.isOver) {
    const isOpen = await pause(poll, true, { signal }).catch(() => false)
    const seen = isOpen ? await look().catch(() => null) : null
    if (!seen || signal.aborted) return
    const isNews = seen.state !== told.state
    if (isNews) events.write(message(seen))
    else if (performance.now() - toldAt > heartbeat) events.write(':\n\n')
    else continue
    told = seen
    toldAt = performance.now()
  }
}

function message({ state }: Watched): string {
  return `event: dataset\ndata: ${state}\n\n`
}
