import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import type { AppDatabase } from '#tests/faults/app_database'
import type { Product } from '#tests/support/product'

/** `keys:rotate` as a process that is killed, stopped and continued. */
export class Rotator {
  #output = ''
  #ended: Promise<unknown>

  private constructor(private readonly child: ChildProcess) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.#output += chunk.toString()))
    }
    this.#ended = once(child, 'close')
  }

  /** Resolves when it has the lease and goes to work, or has ended instead. */
  static async start(product: Product, database: AppDatabase, args: string[]): Promise<Rotator> {
    const rotator = new Rotator(product.spawnAce(['keys:rotate', ...args]))
    while (rotator.isRunning && !(await rotator.#works(database))) await pause(3)
    return rotator
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null
  }

  get output(): string {
    return this.#output
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
    this.child.kill(signal)
  }

  /** Its exit code once it has ended; null when it was killed. */
  async end(): Promise<number | null> {
    await this.#ended
    return this.child.exitCode
  }

  async #works(database: AppDatabase): Promise<boolean> {
    const rows = await database.rows("select holder from leases where name = 'keys'")
    return rows.some(({ holder }) => String(holder).split(':')[1] === String(this.child.pid))
  }
}
