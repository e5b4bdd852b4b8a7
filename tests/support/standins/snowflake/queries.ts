import { randomUUID } from 'node:crypto'
import { answerTo } from '#tests/support/standins/snowflake/answers'
import type { Session } from '#tests/support/standins/snowflake/account'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import { onTheWire, type Result } from '#tests/support/standins/snowflake/values'

/** How long a question about a running query is held before the answer is "still running": ms. The real one takes 45 s. */
const HELD = 400

interface Running {
  requestId: string
  session: Session
  stop(): void
  stopped: Promise<void>
}

interface Body {
  sqlText?: unknown
  /** By the number of each `?`, from 1 on. */
  bindings?: Record<string, { type: string; value: string }>
}

/** What runs, and what was said of it. */
export class Queries {
  readonly #running = new Map<string, Running>()
  /** SQL in the order it came. */
  readonly texts: string[] = []
  /** Rows beyond this many are put into a store, so many in a chunk; the body names where. */
  inlineRows = 500
  chunkRows = 5_000
  /** Puts rows where they can be fetched, and says where. */
  store: (rows: (string | null)[][]) => string = () => ''

  async start({ sqlText, bindings }: Body, requestId: string, session: Session): Promise<object> {
    const sql = String(sqlText)
    this.texts.push(sql)
    const answer = answerTo(sql, session.context, boundIn(bindings ?? {}))
    const queryId = randomUUID()
    if (answer !== 'slow') return this.#finished(queryId, answer)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#running.set(queryId, { requestId, session, stop: resolve, stopped: promise })
    return this.ask(queryId)
  }

  /** Holds the question for a while; slow queries never finish by themselves. */
  async ask(queryId: string): Promise<object> {
    const query = this.#running.get(queryId)
    if (!query) throw new Refusal('000709', 'Statement not found.')
    let timer: NodeJS.Timeout | undefined
    const wait = new Promise<'held'>((resolve) => {
      timer = setTimeout(() => resolve('held'), HELD)
    })
    const first = await Promise.race([query.stopped.then(() => 'stopped'), wait])
    clearTimeout(timer)
    if (first === 'stopped') throw new Refusal('000604', 'SQL execution canceled', '57014')
    return {
      success: true,
      code: '333333',
      data: { queryId, getResultUrl: `/queries/${queryId}/result` },
    }
  }

  /** By the query, or by the request that began it. */
  abort(id: string) {
    for (const [queryId, query] of this.#running) {
      if (queryId === id || query.requestId === id) query.stop()
    }
  }

  abortAllOf(session: Session) {
    for (const query of this.#running.values()) if (query.session === session) query.stop()
  }

  #finished(queryId: string, { columns, rows }: Result): object {
    const rowset = rows.map((row) => row.map(onTheWire))
    const inline = rowset.slice(0, this.inlineRows)
    const chunks: object[] = []
    for (let at = inline.length; at < rowset.length; at += this.chunkRows) {
      const part = rowset.slice(at, at + this.chunkRows)
      chunks.push({ url: this.store(part), rowCount: part.length })
    }
    return {
      success: true,
      code: null,
      message: null,
      data: {
        parameters: [
          { name: 'TIMEZONE', value: 'America/Los_Angeles' },
          { name: 'CLIENT_SESSION_KEEP_ALIVE', value: true },
        ],
        rowtype: columns.map(({ name, type }) => ({ name, type, nullable: true, scale: 9 })),
        rowset: inline,
        ...(chunks.length > 0
          ? {
              chunks,
              chunkHeaders: { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' },
            }
          : {}),
        total: rowset.length,
        returned: rowset.length,
        queryId,
        version: 1,
        finalDatabaseName: 'CONFORMANCE',
      },
    }
  }
}

function boundIn(bindings: NonNullable<Body['bindings']>): string[] {
  return Object.keys(bindings).map((_, i) => bindings[i + 1]?.value ?? '')
}
