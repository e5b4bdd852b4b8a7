import type { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import { objectOf, parseJson, type ResultPart, resultPart } from '#connectors/snowflake/answer'
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
  #atWork = Promise.withResolvers<void>()
  /** Takes the results of statements whose rows are left where they are. */
  #onResult: ((part: ResultPart) => void) | null = null
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

  /**
   * Runs a statement whose rows are left where they are, and resolves with where that is; the driver is told of none.
   *
   * @throws what `work` throws, `wrong_protocol` when there was no result
   */
  async leavingRows(work: () => Promise<unknown>): Promise<ResultPart> {
    const left: { part?: ResultPart } = {}
    this.#onResult = (part) => {
      left.part = part
    }
    try {
      await work()
    } finally {
      this.#onResult = null
    }
    if (!left.part) throw new ConnectorError('wrong_protocol')
    return left.part
  }

  /** Resolves when the account next says that a statement is still at work. */
  get atWork(): Promise<void> {
    return this.#atWork.promise
  }

  openChunk(url: string, headers: Record<string, string>): Promise<Readable> {
    return this.#chunks.open(url, headers)
  }

  /** While chunks were taken the account may have closed a connection that nothing was asked on: no session is lost by it. */
  resume() {
    const isOver = this.#isAbandoned || this.#end.signal.aborted
    if (this.opening.isLost && !isOver) this.opening.startOver()
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
    if (IN_PROGRESS.includes(String(body.code))) return this.#waited(body.code, data)
    const part = resultPart(data)
    this.#onResult?.(part)
    const rows = this.#onResult ? [] : await this.#chunks.complete(part)
    return { success: true, data: resultOf(data, part, rows) }
  }

  #waited(code: unknown, data: Record<string, unknown>) {
    this.#atWork.resolve()
    this.#atWork = Promise.withResolvers<void>()
    return stillRunning(code, data)
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
