import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import type DatabaseConnection from '#models/database_connection'
import PasswordSchedule from '#models/password_schedule'
import { databaseTime } from '#services/database_time'

/** What a person decides of a schedule. */
export interface ScheduleValues {
  everyDays: number
  alternateUsername: string | null
}

type Owner = Pick<DatabaseConnection, 'id' | 'tenantId'>

/** Hours after which a rotation that failed is tried again, also when whoever tried it died. */
const RETRY = { hours: 1 }

/** The rows of schedules. */
export class ScheduleStore {
  find({ id, tenantId }: Owner): Promise<PasswordSchedule | null> {
    return PasswordSchedule.query().where({ connectionId: id, tenantId }).first()
  }

  /** Makes it, or changes it; either way its first rotation is a whole interval away. */
  async save(
    { id: connectionId, tenantId }: Owner,
    values: ScheduleValues,
    client: TransactionClientContract
  ): Promise<PasswordSchedule> {
    const nextAt = DateTime.utc().plus({ days: values.everyDays })
    const query = PasswordSchedule.query({ client }).where({ connectionId, tenantId })
    const row = (await query.forUpdate().first()) ?? new PasswordSchedule()
    await row
      .useTransaction(client)
      .merge({ connectionId, tenantId, ...values, nextAt })
      .save()
    return row.refresh()
  }

  async remove({ id, tenantId }: Owner, client: TransactionClientContract): Promise<boolean> {
    const query = PasswordSchedule.query({ client }).where({ connectionId: id, tenantId })
    return Number(await query.delete()) > 0
  }

  /** Whoever changed the password and why, the interval begins anew, and two users take turns. */
  async recordRotation(
    { id, tenantId, config }: DatabaseConnection,
    username: string,
    client: TransactionClientContract
  ): Promise<void> {
    const query = PasswordSchedule.query({ client }).where({ connectionId: id, tenantId })
    const row = await query.forUpdate().first()
    if (!row) return
    if (row.alternateUsername === username) row.alternateUsername = String(config.username)
    const now = DateTime.utc()
    const nextAt = now.plus({ days: row.everyDays })
    await row.merge({ nextAt, lastAt: now, lastOutcome: 'success', lastCode: null }).save()
  }

  /** Those whose time has come, the longest overdue first; of one tenant, or of all. */
  due(limit: number, tenantId?: string): Promise<PasswordSchedule[]> {
    const query = PasswordSchedule.query().where('next_at', '<=', databaseTime(db.connection()))
    if (tenantId !== undefined) query.where('tenant_id', tenantId)
    return query.orderBy('next_at').orderBy('connection_id').limit(limit)
  }

  /** Those that wait for a person, and those whose time has come; of one tenant, or of all. */
  pausedOrDue(tenantId?: string): Promise<PasswordSchedule[]> {
    const now = databaseTime(db.connection())
    const query = PasswordSchedule.query().where((either) => {
      either.whereNull('next_at').orWhere('next_at', '<=', now)
    })
    if (tenantId !== undefined) query.where('tenant_id', tenantId)
    return query.orderBy('tenant_id').orderBy('connection_id')
  }

  /** Of all who saw that it is due, one gets it; the others get null. */
  async claim(row: PasswordSchedule): Promise<PasswordSchedule | null> {
    const nextAt = DateTime.utc().plus(RETRY)
    return (await this.#updateAsRead(row, { nextAt })) ? row.merge({ nextAt }) : null
  }

  /** How a claimed one failed; unless a person changed it meanwhile. It pauses when only a person can mend it. */
  async recordFailure(row: PasswordSchedule, code: string | null, pauses: boolean): Promise<void> {
    const failure = { lastAt: DateTime.utc(), lastOutcome: 'failure', lastCode: code }
    await this.#updateAsRead(row, { ...failure, ...(pauses ? { nextAt: null } : {}) })
  }

  async #updateAsRead(
    { connectionId, nextAt }: PasswordSchedule,
    { nextAt: next, lastAt, ...values }: Partial<PasswordSchedule>
  ): Promise<boolean> {
    const at = (moment?: DateTime | null) => moment && databaseTime(db.connection(), moment)
    const columns = {
      ...values,
      nextAt: at(next),
      lastAt: at(lastAt),
      updatedAt: at(DateTime.utc()),
    }
    const said = Object.entries(columns).filter(([, value]) => value !== undefined)
    const query = PasswordSchedule.query().where('connection_id', connectionId)
    const asRead = query.where('next_at', at(nextAt) ?? '')
    return Number(await asRead.update(Object.fromEntries(said))) > 0
  }
}
