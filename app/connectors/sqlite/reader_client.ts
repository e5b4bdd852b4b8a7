import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { FileReader } from '#connectors/sqlite/file_reader'

type Methods = {
  [Name in keyof FileReader]: FileReader[Name] extends (...args: infer Args) => infer Result
    ? { args: Args; result: Result }
    : never
}
type Method = keyof Methods

export interface ReaderRequest {
  id: number
  method: Method
  args: unknown[]
}

export type ReaderReply =
  | { id: number; result: unknown }
  /** `column` where a value of it does not fit what the column becomes. */
  | { id: number; error: { code: string; message: string; column?: string } }

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** None of them outlives this process, however it ends: see also `reader_process.ts`. */
const living = new Set<ReaderClient>()
process.once('exit', () => living.forEach((reader) => reader.kill()))

/** The near end of one reader process. */
export class ReaderClient {
  /** Called when the process ends, by itself or not; whoever uses the reader sets it. */
  onEnd: (() => void) | null = null
  readonly #process: ChildProcess
  readonly #pending = new Map<number, Pending>()
  #lastId = 0

  /** @param sendsBatches whether it reads tables whole, as bytes rather than JSON */
  constructor({ sendsBatches = false } = {}) {
    this.#process = startProcess(sendsBatches)
    this.#process.on('message', (reply: ReaderReply) => this.#settle(reply))
    this.#process.on('error', (error) => this.#fail(error))
    this.#process.on('exit', () => this.#end())
    living.add(this)
    this.#keepRunAlive(false)
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  get isAlive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null
  }

  /** Runs a method of FileReader over there; rejects with its error's code and message. */
  call<Name extends Method>(
    method: Name,
    ...args: Methods[Name]['args']
  ): Promise<Methods[Name]['result']> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId
      this.#pending.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.#keepRunAlive(true)
      const request: ReaderRequest = { id, method, args }
      this.#process.send(request, (error) => error && this.#fail(error))
    })
  }

  /** Ends it at once, whatever it does. */
  kill(): void {
    this.#process.kill('SIGKILL')
  }

  #settle(reply: ReaderReply): void {
    const pending = this.#pending.get(reply.id)
    if (!pending) return
    this.#pending.delete(reply.id)
    if (this.#pending.size === 0) this.#keepRunAlive(false)
    if ('error' in reply) pending.reject(Object.assign(new Error(reply.error.message), reply.error))
    else pending.resolve(reply.result)
  }

  #end(): void {
    living.delete(this)
    this.onEnd?.()
    this.#fail(new Error('The reader process ended'))
  }

  #fail(error: Error): void {
    for (const pending of this.#pending.values()) pending.reject(error)
    this.#pending.clear()
  }

  /** An idle reader is no reason for the server to go on. */
  #keepRunAlive(isBusy: boolean): void {
    const how = isBusy ? 'ref' : 'unref'
    this.#process[how]()
    this.#process.channel?.[how]()
  }
}

/** Runs the TypeScript source in development and tests, and what was built of it in production. */
function startProcess(sendsBatches: boolean): ChildProcess {
  const isSource = new URL(import.meta.url).pathname.endsWith('.ts')
  const entry = new URL(isSource ? './reader_process.ts' : './reader_process.js', import.meta.url)
  const loader = isSource ? [`--import=${import.meta.resolve('@poppinss/ts-exec')}`] : []
  return fork(fileURLToPath(entry), [], {
    execArgv: ['--max-old-space-size=128', ...loader],
    env: {},
    serialization: sendsBatches ? 'advanced' : 'json',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
}
