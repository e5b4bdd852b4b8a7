import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import KeyRotation, { type RotationStatus } from '#models/key_rotation'
import type { Cursor } from '#vault/rotation/sealed_rows'

interface Subject {
  masterKeyId: string
  /** Null for all tenants. */
  tenantId: string | null
}

/** How far a rotation has come, kept in the same transactions as what it has done. */
export class Checkpoint {
  private constructor(private readonly row: KeyRotation) {}

  /** A new one. Those that were left running are marked as stopped: the lease says that they are. */
  static async begin(subject: Subject): Promise<Checkpoint> {
    await KeyRotation.query().where('status', 'running').update({ status: 'stopped' })
    return new Checkpoint(await KeyRotation.create({ ...subject, status: 'running', resealed: 0 }))
  }

  /** That of the last run with this subject, unless it came to its end; else a new one. */
  static async resume(subject: Subject): Promise<Checkpoint> {
    const { masterKeyId, tenantId } = subject
    const query = KeyRotation.query().where({ masterKeyId })
    if (tenantId === null) query.whereNull('tenantId')
    else query.where({ tenantId })
    const last = await query.orderBy('createdAt', 'desc').orderBy('id', 'desc').first()
    if (last?.status !== 'running' && last?.status !== 'stopped') return Checkpoint.begin(subject)
    await last.merge({ status: 'running' }).save()
    return new Checkpoint(last)
  }

  get id(): string {
    return this.row.id
  }

  /** Rows, over all of its runs. */
  get resealed(): number {
    return this.row.resealed
  }

  /** The last row that is done, or null at the beginning. */
  get cursor(): (Cursor & { table: string }) | null {
    const { cursorTable: table, cursorTenantId: tenantId, cursorId: id } = this.row
    return table && tenantId && id ? { table, tenantId, id } : null
  }

  /** Within the batch's transaction; the row in memory follows once that is committed. */
  async advance(
    { table, tenantId, id }: Cursor & { table: string },
    resealed: number,
    client: TransactionClientContract
  ): Promise<void> {
    await KeyRotation.query({ client })
      .where('id', this.row.id)
      .update({
        cursor_table: table,
        cursor_tenant_id: tenantId,
        cursor_id: id,
        resealed: client.raw('resealed + ?', [resealed]),
        updated_at: DateTime.utc().toFormat(client.dialect.dateTimeFormat),
      })
  }

  async end(status: Exclude<RotationStatus, 'running'>): Promise<void> {
    await this.row.refresh()
    await this.row.merge({ status, finishedAt: DateTime.utc() }).save()
  }
}
