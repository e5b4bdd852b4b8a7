import { type Document, Long } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'

/** What a server puts into a batch unless it is told otherwise, and never exceeds but with one document. */
const USUAL_BATCH = 101
const BATCH_BYTES = 16 * 1024 * 1024

interface Cursor {
  namespace: string
  rest: Buffer[]
  /** Whose it is: it ends with the session. */
  sessionId: string
}

interface CursorOptions {
  batchSize?: number
  singleBatch?: boolean
  sessionId?: string
  /** What is told of the cursor beside the usual. */
  facts?: Document
}

/** Open cursors of all connections. A batch is an answer's `firstBatch` or `nextBatch`, of raw documents. */
export class Cursors {
  readonly #open = new Map<string, Cursor>()
  #last = 0x1000

  get size(): number {
    return this.#open.size
  }

  open(
    namespace: string,
    documents: Buffer[],
    { batchSize = USUAL_BATCH, singleBatch = false, sessionId = '', facts = {} }: CursorOptions
  ): Document {
    const batch = fitting(documents, batchSize)
    const rest = documents.slice(batch.length)
    const id = rest.length === 0 || singleBatch ? 0 : this.#keep({ namespace, rest, sessionId })
    return {
      cursor: { ...facts, firstBatch: batch, id: Long.fromNumber(id), ns: namespace },
      ok: 1,
    }
  }

  more(id: unknown, batchSize = Infinity): Document {
    const key = String(id)
    const cursor = this.#open.get(key)
    if (!cursor) throw new CommandError(43, `cursor id ${key} not found`)
    const batch = fitting(cursor.rest, batchSize)
    cursor.rest = cursor.rest.slice(batch.length)
    const isDone = cursor.rest.length === 0
    if (isDone) this.#open.delete(key)
    return {
      cursor: {
        nextBatch: batch,
        id: Long.fromNumber(isDone ? 0 : Number(key)),
        ns: cursor.namespace,
      },
      ok: 1,
    }
  }

  kill(ids: unknown[]): Document {
    const cursorsKilled = ids.filter((id) => this.#open.delete(String(id)))
    return { cursorsKilled, ok: 1 }
  }

  /** Those of a session that is over. */
  killOf(sessionId: string) {
    for (const [id, cursor] of this.#open) {
      if (cursor.sessionId === sessionId) this.#open.delete(id)
    }
  }

  #keep(cursor: Cursor): number {
    this.#last += 1
    this.#open.set(String(this.#last), cursor)
    return this.#last
  }
}

function fitting(documents: Buffer[], most: number): Buffer[] {
  let bytes = 0
  const end = documents.findIndex((document, i) => {
    bytes += document.length
    return i >= most || (i > 0 && bytes > BATCH_BYTES)
  })
  return end === -1 ? documents : documents.slice(0, end)
}
