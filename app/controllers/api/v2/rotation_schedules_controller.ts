import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { RotationSchedules } from '#services/password_rotation/rotation_schedules'
import RotationScheduleTransformer from '#transformers/rotation_schedule_transformer'
import { rotationScheduleValidator } from '#validators/password_rotations'

/** How often a connection's password is changed. */
@inject()
export default class RotationSchedulesController {
  constructor(private schedules: RotationSchedules) {}

  /** Shows the schedule. */
  async show({ actor, params, serialize }: HttpContext) {
    const schedule = await this.schedules.find(actor, params.id)
    return serialize(RotationScheduleTransformer.transform(schedule))
  }

  /** Makes or changes it. */
  async update({ actor, params, request, serialize }: HttpContext) {
    const { everyDays, alternateUsername = null } = await rotationScheduleValidator.validate(
      request.body()
    )
    const schedule = await this.schedules.save(actor, params.id, { everyDays, alternateUsername })
    return serialize(RotationScheduleTransformer.transform(schedule))
  }

  /** Deletes it. */
  async destroy({ actor, params, response }: HttpContext) {
    await this.schedules.delete(actor, params.id)
    return response.noContent()
  }
}
