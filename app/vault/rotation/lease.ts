import { hostname } from 'node:os'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { v7 as uuid } from 'uuid'
import { databaseClock } from '#vault/rotation/database_clock'
import { LeaseHeldError, LeaseLostError } from '#vault/rotation/errors'
import { isGone } from '#vault/rotation/is_gone'

const TABLE = 'leases'

interface LeaseRow {
  holder: string
  fence: number
  /** Milliseconds, by the database's clock; none when it has ended. */
  left: number
}

/**
 * The right to do what only one process may do at a time. It ends by itself when its holder falls silent; from then
 * on another may take it, under a higher fence. A transaction that begins by renewing it thus either belongs to the
 * holder or does not happen, however long its process was stopped in between.
 */
export class Lease {
  private constructor(
    readonly name: string,
    private readonly holder: string,
    private readonly fence: number,
    /** Milliseconds that it lasts unless renewed. */
    readonly ttl: number
  ) {}

  /** @throws {LeaseHeldError} when another process has it, naming that one */
  static async acquire(name: string, { ttl }: { ttl: number }): Promise<Lease> {
    const holder = `${hostname()}:${process.pid}:${uuid()}`
    await createRow(name)
    const row = await readRow(name)
    if (row.left > 0 && !isGone(row.holder)) throw held(name, row)
    const taken = await db
      .from(TABLE)
      .where({ name, fence: row.fence })
      .update({ holder, fence: row.fence + 1, expires_at: expiry(db.connection(), ttl) })
    if (Number(taken) === 0) throw held(name, await readRow(name))
    return new Lease(name, holder, row.fence + 1, ttl)
  }

  /** Whether anybody has it just now. */
  static async isHeld(name: string): Promise<boolean> {
    const row = await findRow(name)
    return row !== null && row.left > 0 && !isGone(row.holder)
  }

  /**
   * Holds on to it for another while. As the first statement of a transaction it keeps others from taking the lease
   * until that has ended.
   *
   * @throws {LeaseLostError}
   */
  async renew(client: QueryClientContract = db.connection()): Promise<void> {
    const renewed = await client
      .from(TABLE)
      .where({ name: this.name, fence: this.fence })
      .update({ expires_at: expiry(client, this.ttl) })
    if (Number(renewed) === 0) {
      throw new LeaseLostError(
        `Another process has taken over "${this.name}", because this one was silent for too long. ` +
          'It has written nothing since; look at the other one'
      )
    }
  }

  /** The next one need not wait. The row stays, because its fence must go on counting. */
  async release(): Promise<void> {
    await db
      .from(TABLE)
      .where({ name: this.name, fence: this.fence, holder: this.holder })
      .update({ expires_at: 0 })
  }
}

/** Whoever loses the race to make it takes what the winner made. */
async function createRow(name: string): Promise<void> {
  const exists = () => db.from(TABLE).where('name', name).first()
  if (await exists()) return
  try {
    await db.table(TABLE).insert({ name, holder: '', fence: 0, expires_at: 0 })
  } catch (error) {
    if (!(await exists())) throw error
  }
}

async function readRow(name: string): Promise<LeaseRow> {
  const row = await findRow(name)
  if (!row) throw new Error(`The row "${name}" of ${TABLE} is gone`)
  return row
}

async function findRow(name: string): Promise<LeaseRow | null> {
  const client = db.connection()
  const row = await client
    .from(TABLE)
    .where('name', name)
    .select('holder', 'fence', client.raw(`expires_at - ${databaseClock(client)} as time_left`))
    .first()
  return row && { holder: row.holder, fence: row.fence, left: Number(row.time_left) }
}

function expiry(client: QueryClientContract, ttl: number) {
  return client.raw(`${databaseClock(client)} + ?`, [ttl])
}

function held(name: string, { holder, left }: LeaseRow): LeaseHeldError {
  const [host, pid] = holder.split(':')
  return new LeaseHeldError(
    `"${name}" is being done by process ${pid} on ${host}. Wait for it to end; ` +
      `if it is dead, its place is free in ${Math.max(1, Math.ceil(left / 1_000))} s`
  )
}
