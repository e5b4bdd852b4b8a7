import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { BUILD } from '#tests/support/build'
import { freePort } from '#tests/support/servers/throwaway_process'

/** Calls the API and returns the `data` of its answer. Throws unless the status is 2xx. */
export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>

export interface NewAdmin {
  email: string
  password: string
}

export interface ProductOptions {
  /** What differs from a plain production server with an embedded database. */
  environment?: Record<string, string>
  /** Its tables are there already. */
  isMigrated?: boolean
}

/** The production server that `npm run build` made, as a process with data of its own that is thrown away. */
export class Product {
  /** Milliseconds that the last start took, to being ready. */
  startTime = 0
  #server: ChildProcess | null = null
  #output = ''

  private constructor(
    readonly environment: NodeJS.ProcessEnv,
    private readonly folder: string,
    /** Such as `http://127.0.0.1:40123`. */
    readonly origin: string
  ) {}

  /** Makes the tables and starts the server; resolves when it is ready. */
  static async start({ environment = {}, isMigrated = false }: ProductOptions = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'varlor-product-'))
    const port = await freePort()
    const origin = `http://127.0.0.1:${port}`
    const product = new Product(
      { ...defaults(folder, port, origin), ...environment },
      folder,
      origin
    )
    try {
      if (!isMigrated) await product.ace(['migration:run', '--force'])
      await product.startServer()
    } catch (error) {
      await product.stop()
      throw error
    }
    return product
  }

  /** Everything that the server has said. */
  get output(): string {
    return this.#output
  }

  /** How the server ended, by its exit code or by which signal; null while it runs. */
  get ending(): string | null {
    if (!this.#server) return 'it was ended'
    const { exitCode, signalCode } = this.#server
    return exitCode === null ? signalCode : `exit code ${exitCode}`
  }

  get pid(): number {
    const pid = this.#server?.pid
    if (pid === undefined) throw new Error('The server does not run')
    return pid
  }

  /** Runs a command of the administrator to its end; resolves with its standard output, rejects unless it exits with 0. */
  async ace(args: string[], input?: string): Promise<string> {
    const running = promisify(execFile)(process.execPath, ['ace.js', ...args], {
      cwd: BUILD,
      env: this.environment,
      maxBuffer: 64 * 1024 * 1024,
    })
    running.child.stdin?.end(input)
    return (await running).stdout
  }

  /** Starts a command of the administrator, to be killed or waited for. */
  spawnAce(args: string[]): ChildProcess {
    return spawn(process.execPath, ['ace.js', ...args], { cwd: BUILD, env: this.environment })
  }

  /** Starts the server again, on the same data; resolves when it is ready, rejects when it ends instead. */
  async startServer(): Promise<void> {
    const begun = performance.now()
    const server = spawn(process.execPath, ['bin/server.js'], {
      cwd: BUILD,
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#server = server
    for (const stream of [server.stdout, server.stderr]) {
      stream.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    }
    await ready(this.origin, server, () => this.#output)
    this.startTime = performance.now() - begun
  }

  /** Makes a tenant; resolves with its administrator. */
  async newTenant(name: string): Promise<NewAdmin> {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@example.com`
    const password = randomBytes(12).toString('hex')
    const admin = [`--admin-email=${email}`, '--admin-password-stdin']
    await this.ace(['tenants:create', name, ...admin], password)
    return { email, password }
  }

  /** The API as somebody who logs in now. */
  async callAs(person: NewAdmin): Promise<Call> {
    const { token } = await call<{ token: string }>(
      this.origin,
      null,
      'POST',
      '/auth/login',
      person
    )
    return (method, path, body) => call(this.origin, token, method, path, body)
  }

  /** Resident memory of the server process, in MB. */
  async residentMemory(): Promise<number> {
    const status = await readFile(`/proc/${this.pid}/status`, 'utf8')
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
  }

  /** Sends the server a signal; resolves with its exit code (null: killed) once it has ended. */
  async endServer(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const server = this.#server
    this.#server = null
    if (!server || server.exitCode !== null || server.signalCode !== null) return null
    const ended = once(server, 'exit')
    server.kill(signal)
    const [code] = await ended
    return code
  }

  async stop(): Promise<void> {
    await this.endServer('SIGKILL')
    await rm(this.folder, { recursive: true, force: true })
  }
}

function defaults(folder: string, port: number, origin: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: origin,
    APP_KEY: randomBytes(32).toString('base64url'),
    CREDENTIAL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    EGRESS_ALLOW: 'loopback',
    LOG_LEVEL: 'error',
    RATE_LIMIT_TESTS: '1000000',
    RATE_LIMIT_READS: '1000000',
  }
}

async function ready(origin: string, server: ChildProcess, output: () => string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => null)
    if (answer?.ok) return
    if (server.exitCode !== null) throw new Error(`The server ended: ${output().slice(-2_000)}`)
    await pause(10)
  }
}

async function call<T>(
  origin: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown
): Promise<T> {
  const answer = await fetch(`${origin}/api/v2${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? (null as T) : JSON.parse(text).data
}
