import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { realpathSync } from 'node:fs'
import pg from 'pg'
import { programFor } from '#tests/support/servers/missing'
import {
  freePort,
  serverAccount,
  startProcess,
  throwawayFolder,
  type Account,
  type ThrowawayProcess,
} from '#tests/support/servers/throwaway_process'

interface Plan {
  name: string
  url: string
  port: number
  command: string[]
  /** Where its data is. */
  folder: string
  /** Its first line is the id of the process. */
  pidFile: string
  account?: Account
  /** Resolves when it can be worked with; it listens a moment before. */
  accepts(): Promise<unknown>
}

/** A server that may be killed, frozen, and started again on the same data. */
export class OwnServer {
  #process: ThrowawayProcess | null = null

  private constructor(private readonly plan: Plan) {}

  /** Loses nothing that it has acknowledged when its processes are killed. */
  static async postgres(): Promise<OwnServer> {
    const program = realpathSync(programFor('postgres'))
    const account = serverAccount('postgres')
    const folder = throwawayFolder('own-postgres', account)
    const data = join(folder, 'data')
    await promisify(execFile)(
      join(dirname(program), 'initdb'),
      ['-D', data, '-U', 'varlor', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
      { cwd: folder, ...account }
    )
    const port = await freePort()
    const url = `postgres://varlor@127.0.0.1:${port}/postgres`
    const command = [program, '-D', data, '-p', String(port), '-k', folder, '-c', 'fsync=off']
    return OwnServer.#started({
      ...{ name: 'postgres', url, port, command, folder, account },
      pidFile: join(data, 'postmaster.pid'),
      accepts: async () => {
        const client = new pg.Client(url)
        await client.connect()
        await client.end()
      },
    })
  }

  static async redis(): Promise<OwnServer> {
    const folder = throwawayFolder('own-redis')
    const port = await freePort()
    const pidFile = join(folder, 'pid')
    const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    const command = [programFor('redis'), ...options, '--pidfile', pidFile]
    const url = `redis://127.0.0.1:${port}`
    return OwnServer.#started({
      ...{ name: 'redis', url, port, command, folder, pidFile },
      accepts: async () => {},
    })
  }

  static async #started(plan: Plan): Promise<OwnServer> {
    const server = new OwnServer(plan)
    await server.start()
    return server
  }

  get url(): string {
    return this.plan.url
  }

  async start(): Promise<void> {
    const { name, command, port, account, accepts } = this.plan
    const folder = throwawayFolder(`own-${name}-run`, account)
    this.#process = await startProcess({ command, folder, port, signal: 'KILL', account })
    for (let attempt = 1; ; attempt++) {
      try {
        return void (await accepts())
      } catch (error) {
        if (attempt === 500) throw error
        await pause(20)
      }
    }
  }

  /** All of its processes at once, as when its machine dies. */
  async kill(): Promise<void> {
    this.#signal('SIGKILL')
    await this.#process?.stop()
    this.#process = null
  }

  /** It goes on to take connections, and says nothing. */
  freeze(): void {
    this.#signal('SIGSTOP')
  }

  thaw(): void {
    this.#signal('SIGCONT')
  }

  async end(): Promise<void> {
    if (this.#process) await this.kill()
    rmSync(this.plan.folder, { recursive: true, force: true })
  }

  #signal(signal: NodeJS.Signals): void {
    const pid = Number.parseInt(readFileSync(this.plan.pidFile, 'utf8'))
    for (const one of [pid, ...childrenOf(pid)]) {
      try {
        process.kill(one, signal)
      } catch {
        // It has ended by itself.
      }
    }
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((one) => one > 0 && parentOf(one) === pid)
}

function parentOf(pid: number): number | null {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
  } catch {
    return null
  }
}
