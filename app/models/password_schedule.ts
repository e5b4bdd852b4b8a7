import { PasswordScheduleSchema } from '#database/schema'

/** How often the password of a connection is changed at its target. */
export default class PasswordSchedule extends PasswordScheduleSchema {
  static table = 'password_schedules'
  static selfAssignPrimaryKey = true
}
