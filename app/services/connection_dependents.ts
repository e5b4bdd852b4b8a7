import { inject } from '@adonisjs/core'
import type { Actor } from '#services/actor'
import { ConnectionAccess } from '#services/connection_access'
import { DatasetStore } from '#services/datasets/dataset_store'
import { ScheduleStore } from '#services/password_rotation/schedule_store'

export interface Dependents {
  /** Null when nothing changes its password on its own. */
  rotationSchedule: { everyDays: number } | null
  /** Those that this person sees; some names, by name. They stay, and cannot be refreshed any more. */
  datasets: { count: number; names: string[] }
}

/** Names that are told. */
const NAMES = 20

/** Tells what hangs on a connection, before anybody deletes it. */
@inject()
export class ConnectionDependents {
  constructor(
    private access: ConnectionAccess,
    private schedules: ScheduleStore,
    private datasets: DatasetStore
  ) {}

  /** @throws ApiError E_NOT_FOUND */
  async find(actor: Actor, id: string): Promise<Dependents> {
    const connection = await this.access.findToUse(actor, id)
    const schedule = await this.schedules.find(connection)
    return {
      rotationSchedule: schedule && { everyDays: schedule.everyDays },
      datasets: await this.datasets.ofConnection(actor, connection.id, NAMES),
    }
  }
}
