import type { Readable } from 'node:stream'
import { ConnectorError } from '#connectors/connector_error'
import type { Opening } from '#connectors/opening'
import { parseJson, type ResultPart, rowsOf, type TextRow } from '#connectors/snowflake/answer'
import {
  type ByteBudget,
  DialledAgent,
  exchange,
  send,
  unpacked,
} from '#connectors/snowflake/exchange'
import { HttpRefusal } from '#connectors/snowflake/http_refusal'
import { planFor, type TlsPlan } from '#connectors/tls'

/**
 * The rest of large results lies in a store of the account's cloud, at addresses that the answer names, each good
 * for some hours. They get nothing of ours: no token, no cookie, and only over TLS at a vetted address.
 */
export class ChunkStore {
  readonly #agents = new Map<string, DialledAgent>()

  constructor(
    private readonly opening: Opening,
    private readonly budget: ByteBudget
  ) {}

  /** All rows of a result. */
  async complete({ columns, rows, chunks, chunkHeaders }: ResultPart): Promise<TextRow[]> {
    const all = [...rows]
    for (const { url } of chunks) {
      for (const row of await this.#fetch(url, chunkHeaders, columns.length)) all.push(row)
    }
    return all
  }

  /**
   * A chunk as it comes, unpacked: no more is read than is taken. Whoever opened it destroys it.
   *
   * @throws what reaching the store throws, HttpRefusal, `wrong_protocol`
   */
  async open(url: string, headers: Record<string, string>): Promise<Readable> {
    const { host, pathname, search } = storeUrl(url)
    const request = { method: 'GET', host, path: pathname + search, headers }
    const answer = await send(this.#agentFor(host), request)
    const status = answer.statusCode ?? 0
    if (status === 200) return unpacked(answer)
    answer.destroy()
    throw new HttpRefusal(status, 'store')
  }

  close() {
    for (const agent of this.#agents.values()) agent.destroy()
  }

  /** Rows as a store keeps them: JSON without the brackets around. */
  async #fetch(url: string, headers: Record<string, string>, columns: number): Promise<TextRow[]> {
    const { host, pathname, search } = storeUrl(url)
    const request = { method: 'GET', host, path: pathname + search, headers }
    const answer = await exchange(this.#agentFor(host), request, this.budget)
    if (answer.status !== 200) throw new HttpRefusal(answer.status, 'store')
    const array = Buffer.concat([Buffer.from('['), answer.body, Buffer.from(']')])
    return rowsOf(parseJson(array), columns)
  }

  #agentFor(host: string): DialledAgent {
    const agent = this.#agents.get(host) ?? new DialledAgent(() => this.#connect(host))
    this.#agents.set(host, agent)
    return agent
  }

  async #connect(host: string) {
    const plan = planFor({ mode: 'verify-full' }, undefined, host) as TlsPlan
    try {
      const socket = await this.opening.dialBeside(host, 443)
      return await this.opening.secureAgain(socket, plan)
    } catch (cause) {
      throw notReached(cause)
    }
  }
}

function storeUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  const isPlain = url?.protocol === 'https:' && url.port === '' && !url.username && !url.password
  if (!url || !isPlain) throw new ConnectorError('wrong_protocol')
  return url
}

/** Whose address it is means nothing to people: it is not the one they entered. */
function notReached(cause: unknown): ConnectorError {
  const isBlocked = cause instanceof ConnectorError && cause.code === 'egress_blocked'
  return new ConnectorError(
    isBlocked ? 'egress_blocked' : 'refused',
    'This result is kept in a store that cannot be reached from here.',
    {
      field: null,
      hint: isBlocked
        ? cause.hint
        : 'Ask for access to the store that SYSTEM$ALLOWLIST() names as STAGE, or read fewer rows.',
      cause,
    }
  )
}
