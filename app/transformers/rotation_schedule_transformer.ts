import { BaseTransformer } from '@adonisjs/core/transformers'
import type PasswordSchedule from '#models/password_schedule'

/** What leaves of a schedule. */
export default class RotationScheduleTransformer extends BaseTransformer<PasswordSchedule> {
  toObject() {
    const { resource } = this
    return {
      ...this.pick(resource, ['everyDays', 'alternateUsername', 'lastOutcome', 'lastCode']),
      nextAt: resource.nextAt?.toISO() ?? null,
      lastAt: resource.lastAt?.toISO() ?? null,
    }
  }
}
