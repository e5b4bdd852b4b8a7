import { inject } from '@adonisjs/core'
import { AuditedActions } from '#audit/audited_actions'
import { ApiError } from '#exceptions/api_error'
import type PasswordSchedule from '#models/password_schedule'
import type { Actor } from '#services/actor'
import { auditTarget, ConnectionAccess } from '#services/connection_access'
import { planRotation } from '#services/password_rotation/rotation_plan'
import { ScheduleStore, type ScheduleValues } from '#services/password_rotation/schedule_store'

/** How often the password of a connection is changed without anybody asking. */
@inject()
export class RotationSchedules {
  constructor(
    private access: ConnectionAccess,
    private schedules: ScheduleStore,
    private audited: AuditedActions
  ) {}

  /** @throws ApiError E_NOT_FOUND, also when the connection has none */
  async find(actor: Actor, id: string): Promise<PasswordSchedule> {
    const connection = await this.access.findToUse(actor, id)
    await this.access.policyOf(actor).authorize('read')
    return existing(await this.schedules.find(connection))
  }

  /**
   * Makes or changes it; one that paused goes on.
   * @throws ApiError E_NOT_FOUND, E_PASSWORD_UNCHANGEABLE, E_INVALID; E_AUTHORIZATION_FAILURE
   */
  async save(actor: Actor, id: string, values: ScheduleValues): Promise<PasswordSchedule> {
    const connection = await this.access.findToUse(actor, id)
    const target = auditTarget(connection)
    const { alternateUsername } = values
    return this.audited.change(
      { actor, action: 'connection.schedule_rotation', target },
      async () => {
        const action = alternateUsername === null ? 'rotatePassword' : 'alternateUser'
        await this.access.policyOf(actor).authorize(action, connection)
        planRotation(connection, alternateUsername ?? undefined)
        return (client) => this.schedules.save(connection, values, client)
      }
    )
  }

  /** @throws ApiError E_NOT_FOUND, also when the connection has none; E_AUTHORIZATION_FAILURE */
  async delete(actor: Actor, id: string): Promise<void> {
    const connection = await this.access.findToUse(actor, id)
    const target = auditTarget(connection)
    await this.audited.change(
      { actor, action: 'connection.schedule_rotation', target },
      async () => {
        await this.access.policyOf(actor).authorize('rotatePassword', connection)
        return async (client) => {
          if (!(await this.schedules.remove(connection, client))) throw none()
        }
      }
    )
  }
}

function existing(schedule: PasswordSchedule | null): PasswordSchedule {
  if (!schedule) throw none()
  return schedule
}

function none(): ApiError {
  const message = 'The password of this connection is not changed on a schedule.'
  return new ApiError('E_NOT_FOUND', { message })
}
