import { setTimeout as pause } from 'node:timers/promises'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import { objectOf, parseJson, resultPart } from '#connectors/snowflake/answer'
import { ChunkStore } from '#connectors/snowflake/chunk_store'
import type { DriverClient, DriverRequest, DriverResponse } from '#connectors/snowflake/driver'
import { ByteBudget, DialledAgent, exchange } from '#connectors/snowflake/exchange'
import {
  bodyOf,
  headersOf,
  refusalOf,
  refused,
  respond,
  resultOf,
  stillRunning,
  tokensOf,
} from '#connectors/snowflake/messages'
import { type Purpose, routeOf } from '#connectors/snowflake/routes'
import { planFor, type TlsPlan } from '#connectors/tls'

/** Codes of answers that say: still at work, ask again there. */
const IN_PROGRESS = ['333333', '333334']

/** How long to wait before asking again; the server itself holds each question for up to 45 s. */
const POLL_PAUSE = 100

/**
 * The driver's HTTP client: one TLS connection to the account that was dialled and vetted, and nothing else. The
 * driver hears of finished answers only, rebuilt from the parts that we know, so that nothing a server says starts
 * timers, reaches the settings that all of the driver's connections share, or throws where nobody catches.
 */
export class Transport implements DriverClient {
  readonly #budget: ByteBudget
  readonly #chunks: ChunkStore
  readonly #main = new DialledAgent(() => this.#dial())
  readonly #beside = new DialledAgent(() => this.#redial())
  readonly #plan: TlsPlan
  readonly #end = new AbortController()
  #dials = 0
  #isAbandoned = false
  /** From when on the account may have a session of ours. */
  hasAsked = false
  /** Told when the driver trips over an answer. */
  onBroken: (error: Error) => void = () => {}

  constructor(
    private readonly host: string,
    private readonly opening: Opening,
    wireBytes: number
  ) {
    this.#plan = planFor({ mode: 'verify-full' }, undefined, host) as TlsPlan
    this.#budget = new ByteBudget(wireBytes)
    this.#chunks = new ChunkStore(opening, this.#budget)
    opening.onTeardown(() => this.#close())
  }

  /** A new operation, with a new budget. */
  startOperation() {
    this.#budget.startAnew()
  }

  /** From here on the only things that leave are the order to stop, and goodbye; beside what still waits. */
  abandon() {
    this.#isAbandoned = true
  }

  request(options: DriverRequest) {
    const { callback } = options
    this.#answer(options)
      .then(
        (response) => callback?.(null, response, response.body),
        (error: Error) => callback?.(error, null, null)
      )
      .catch((cause: unknown) =>
        this.onBroken(new ConnectorError('wrong_protocol', undefined, { cause }))
      )
    return { abort() {} }
  }

  /** Other ways to sign in use it; we offer none of them. */
  async requestAsync(): Promise<never> {
    throw new TypeError('The driver asked for something that it has no reason to')
  }

  async #answer(options: DriverRequest): Promise<DriverResponse> {
    const { purpose, path } = routeOf(options.method, options.url, options.params)
    this.#refuseWhenOver(purpose)
    if (purpose === 'poll') await pause(POLL_PAUSE, undefined, { signal: this.#end.signal })
    if (purpose === 'login') this.hasAsked = true
    const isLast = this.#isAbandoned
    const answer = await exchange(
      isLast ? this.#beside : this.#main,
      {
        method: options.method,
        host: this.host,
        path,
        headers: headersOf(options),
        body: bodyOf(options, purpose),
      },
      this.#budget
    )
    if (answer.status !== 200) throw refusalOf(answer, purpose)
    const body = objectOf(parseJson(answer.body))
    if (typeof body.success !== 'boolean') throw new ConnectorError('wrong_protocol')
    return respond(answer, body.success ? await this.#rebuilt(body, purpose) : refused(body))
  }

  #refuseWhenOver(purpose: Purpose) {
    const mayLeave = !this.#isAbandoned || purpose === 'cancel' || purpose === 'logout'
    if (this.#end.signal.aborted || !mayLeave) throw new Error('The session has ended')
  }

  /** What the driver needs of an answer, and no more. */
  async #rebuilt(body: Record<string, unknown>, purpose: Purpose) {
    if (purpose === 'cancel' || purpose === 'logout') return { success: true, data: {} }
    const data = objectOf(body.data)
    if (purpose === 'login' || purpose === 'renewal') {
      return { success: true, data: tokensOf(data) }
    }
    if (IN_PROGRESS.includes(String(body.code))) return stillRunning(body.code, data)
    const part = resultPart(data)
    return { success: true, data: resultOf(data, part, await this.#chunks.complete(part)) }
  }

  /** A kept connection may have been closed meanwhile: then another is as good, for the session lies in a token. */
  async #dial() {
    const isFirst = this.#dials++ === 0
    if (!isFirst) this.opening.startOver()
    const socket = await this.opening.dial(this.host, 443)
    return isFirst
      ? this.opening.secure(socket, this.#plan)
      : this.opening.secureAgain(socket, this.#plan)
  }

  async #redial() {
    return this.opening.secureAgain(await this.opening.redial(), this.#plan)
  }

  #close() {
    this.#end.abort()
    this.#main.destroy()
    this.#beside.destroy()
    this.#chunks.close()
  }
}
