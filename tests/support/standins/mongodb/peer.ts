import type { Document } from 'mongodb'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { timeOf } from '#tests/support/standins/mongodb/cluster_time'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import { run, sessionIdOf } from '#tests/support/standins/mongodb/commands'
import { answerTo, type Request, RequestReader } from '#tests/support/standins/mongodb/messages'
import { encode } from '#tests/support/standins/mongodb/raw_bson'
import type { MongodbStandIn } from '#tests/support/standins/mongodb/server'
import type { Conversation, User } from '#tests/support/standins/mongodb/sign_in'

/** One connection, as the server sees it. Requests are answered one after the other, in their order. */
export class Peer {
  username: string | null = null
  conversation: Conversation | null = null
  applicationName: string | undefined
  #running: { sessionId: string; stop(error: Error): void } | null = null
  #sessionId = ''
  #turn = Promise.resolve()

  constructor(
    readonly server: MongodbStandIn,
    private readonly stream: Duplex,
    readonly socket: Socket
  ) {
    const reader = new RequestReader()
    stream.on('error', () => {})
    stream.on('data', (chunk: Buffer) => {
      for (const request of reader.read(chunk)) {
        this.#turn = this.#turn.then(() => this.#answer(request))
      }
    })
    socket.once('close', () => this.#running?.stop(new CommandError(11601, 'the client went away')))
  }

  get user(): User | undefined {
    return this.username === null ? undefined : this.server.facts.users[this.username]
  }

  get isWaiting(): boolean {
    return this.#running !== null
  }

  maySee(database: string): boolean {
    if (!this.server.hasAccessControl) return true
    const { user } = this
    return user !== undefined && (user.reads === null || user.reads.includes(database))
  }

  /** The documents, once whatever a view waits for is over: never, unless somebody ends it. */
  async readSlowly(
    database: string,
    name: string,
    maxTimeMS?: number,
    at?: number
  ): Promise<Buffer[]> {
    const { documents, isSlow } = this.server.store.read(database, name, at)
    if (isSlow) await this.#wait(maxTimeMS)
    return documents
  }

  /** Stops what is done for this session. */
  interrupt(sessionId: string) {
    if (this.#running?.sessionId !== sessionId) return
    this.server.interrupted += 1
    this.#running.stop(new CommandError(11601, 'operation was interrupted'))
  }

  async #answer({ command, sequences, ...request }: Request) {
    this.#sessionId = sessionIdOf(command.lsid?.id)
    const raw = Object.values(sequences).flat()
    const answer: Document = await run(command, this, raw).catch((error: unknown) => {
      if (error instanceof CommandError) return error.answer
      throw error
    })
    const { isReplicaSet, store } = this.server
    // Members of a set tell their time with everything.
    const time = isReplicaSet ? { operationTime: timeOf(store.clock) } : {}
    if (request.wantsAnswer) this.stream.write(answerTo(request, encode({ ...answer, ...time })))
  }

  async #wait(maxTimeMS: number | undefined): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    try {
      await new Promise<void>((_, reject) => {
        this.#running = { sessionId: this.#sessionId, stop: reject }
        const late = () => reject(new CommandError(50, 'operation exceeded time limit'))
        if (maxTimeMS) timer = setTimeout(late, maxTimeMS)
      })
    } finally {
      clearTimeout(timer)
      this.#running = null
    }
  }
}
