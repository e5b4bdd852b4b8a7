import { inject } from '@adonisjs/core'
import type { Actor } from '#services/actor'
import { ConnectionAccess } from '#services/connection_access'
import { ScheduleStore } from '#services/password_rotation/schedule_store'

export interface Dependents {
  /** Null when nothing changes its password on its own. */
  rotationSchedule: { everyDays: number } | null
}

/** Tells what ends with a connection, before anybody deletes it. */
@inject()
export class ConnectionDependents {
  constructor(
    private access: ConnectionAccess,
    private schedules: ScheduleStore
  ) {}

  /** @throws ApiError E_NOT_FOUND */
  async find(actor: Actor, id: string): Promise<Dependents> {
    const connection = await this.access.findToUse(actor, id)
    const schedule = await this.schedules.find(connection)
    return { rotationSchedule: schedule && { everyDays: schedule.everyDays } }
  }
}
