import { inject } from '@adonisjs/core'
import { ApiError } from '#exceptions/api_error'
import type DatabaseConnection from '#models/database_connection'
import type PasswordSchedule from '#models/password_schedule'
import Tenant from '#models/tenant'
import { E_TENANT_NOT_FOUND } from '#services/account_errors'
import { ConnectionStore } from '#services/connection_store'
import { DueRotations, type DueRotation } from '#services/password_rotation/due_rotations'
import { PasswordRecovery, type Recovery } from '#services/password_rotation/password_recovery'
import { PasswordRotator, type RotationRequest } from '#services/password_rotation/password_rotator'
import { ScheduleStore } from '#services/password_rotation/schedule_store'

/** A schedule that somebody may have to look after. */
export interface WaitingSchedule {
  connectionId: string
  name: string
  state: 'paused' | 'due'
  everyDays: number
  lastAt: string | null
  /** Why the last change failed. */
  code: string | null
}

/** Changes of passwords by the operator. */
@inject()
export class ConsoleRotations {
  constructor(
    private store: ConnectionStore,
    private rotator: PasswordRotator,
    private recovery: PasswordRecovery,
    private due: DueRotations,
    private schedules: ScheduleStore
  ) {}

  /**
   * @param name of the connection, or its id
   * @throws E_TENANT_NOT_FOUND; ApiError E_NOT_FOUND
   */
  async find(slug: string, name: string): Promise<DatabaseConnection> {
    const tenantId = await tenantIdOf(slug)
    const found =
      (await this.store.findOfTenant(tenantId, name)) ??
      (await this.store.findByName(tenantId, name))
    if (found) return found
    const message = `${slug} has no connection with the name or id ${name}.`
    throw new ApiError('E_NOT_FOUND', { message })
  }

  /** Throws what `PasswordRotator.rotate` throws. */
  rotate(connection: DatabaseConnection, request: RotationRequest): Promise<DatabaseConnection> {
    return this.rotator.rotateAsSystem(connection.tenantId, connection.id, request)
  }

  /** Finishes what was interrupted; of one tenant, or of all. @throws E_TENANT_NOT_FOUND */
  async recover(slug: string | undefined): Promise<Recovery[]> {
    return this.recovery.recoverAll(slug === undefined ? slug : await tenantIdOf(slug))
  }

  /** Changes what is due now; of one tenant, or of all. @throws E_TENANT_NOT_FOUND */
  async runDue(slug: string | undefined): Promise<DueRotation[]> {
    return this.due.run(slug === undefined ? {} : { tenantId: await tenantIdOf(slug) })
  }

  /** Schedules that pause or are due; of one tenant, or of all. @throws E_TENANT_NOT_FOUND */
  async waiting(slug: string | undefined): Promise<WaitingSchedule[]> {
    const tenantId = slug === undefined ? undefined : await tenantIdOf(slug)
    const waiting: WaitingSchedule[] = []
    for (const row of await this.schedules.pausedOrDue(tenantId)) {
      const connection = await this.store.findOfTenant(row.tenantId, row.connectionId)
      if (connection) waiting.push(waitingOf(row, connection.name))
    }
    return waiting
  }
}

function waitingOf(schedule: PasswordSchedule, name: string): WaitingSchedule {
  const { connectionId, everyDays, nextAt, lastAt, lastCode } = schedule
  const state = nextAt === null ? 'paused' : 'due'
  return { connectionId, name, state, everyDays, lastAt: lastAt?.toISO() ?? null, code: lastCode }
}

async function tenantIdOf(slug: string): Promise<string> {
  const tenant = await Tenant.findBy('slug', slug)
  if (!tenant) throw new E_TENANT_NOT_FOUND([slug])
  return tenant.id
}
