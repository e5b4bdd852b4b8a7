import { inject } from '@adonisjs/core'
import { isApiCode, type AnyCode } from '#exceptions/codes'
import { describeError } from '#exceptions/describe_error'
import type PasswordSchedule from '#models/password_schedule'
import { PasswordRotator } from '#services/password_rotation/password_rotator'
import { ScheduleStore } from '#services/password_rotation/schedule_store'

/** Rotations that one process has under way at once. */
const CONCURRENCY = 4

export interface DueRotation {
  connectionId: string
  outcome: 'rotated' | 'failed'
  code: AnyCode | null
}

export interface DueOptions {
  tenantId?: string
  /** Once it aborts, nothing more is begun; what is under way ends. */
  signal?: AbortSignal
}

/** Codes of ours that time may mend; after all others a person is needed. */
const PASSING: readonly AnyCode[] = [
  'E_ROTATION_UNDER_WAY',
  'E_CONFLICT',
  'E_UNAVAILABLE',
  'E_INTERNAL',
]

/** Changes the passwords whose time has come; of many processes that look at the same time, one does each. */
@inject()
export class DueRotations {
  constructor(
    private schedules: ScheduleStore,
    private rotator: PasswordRotator
  ) {}

  /** Until none is due any more. What fails is kept with its schedule. */
  async run(options: DueOptions = {}): Promise<DueRotation[]> {
    const done: DueRotation[] = []
    const work = async () => {
      for (;;) {
        const claimed = await this.claimNext(options)
        if (!claimed) return
        done.push(await this.rotate(claimed))
      }
    }
    await Promise.all(Array.from({ length: CONCURRENCY }, work))
    return done
  }

  private async claimNext({ tenantId, signal }: DueOptions): Promise<PasswordSchedule | null> {
    for (;;) {
      if (signal?.aborted) return null
      const due = await this.schedules.due(CONCURRENCY, tenantId)
      if (due.length === 0) return null
      for (const row of due) {
        const claimed = await this.schedules.claim(row)
        if (claimed) return claimed
      }
    }
  }

  private async rotate(schedule: PasswordSchedule): Promise<DueRotation> {
    const { tenantId, connectionId, alternateUsername } = schedule
    try {
      const request = alternateUsername === null ? {} : { alternateUsername }
      await this.rotator.rotateAsSystem(tenantId, connectionId, request)
      return { connectionId, outcome: 'rotated', code: null }
    } catch (error) {
      const code = describeError(error).errors[0]?.code ?? null
      await this.schedules.recordFailure(schedule, code, needsPerson(code))
      return { connectionId, outcome: 'failed', code }
    }
  }
}

/** Trying on would lock the user, or ask for ever what was refused for good. */
function needsPerson(code: AnyCode | null): boolean {
  if (code === null) return false
  if (isApiCode(code)) return !PASSING.includes(code)
  return code.startsWith('auth_') || code === 'password_denied' || code === 'tls_required'
}
