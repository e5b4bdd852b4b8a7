import { inject } from '@adonisjs/core'
import app from '@adonisjs/core/services/app'
import { AuditTrail } from '#audit/audit_trail'
import { ApiError } from '#exceptions/api_error'
import User from '#models/user'
import { LoginThrottle } from '#services/auth/login_throttle'
import type { Origin } from '#services/auth/origin'
import { isSetupToken } from '#services/setup_token'
import { TenantService } from '#services/tenant_service'

export interface NewTeam {
  /** From the link that the server's log has. */
  token: string
  team: string
  fullName: string | null
  /** In lower case. */
  email: string
  password: string
}

/** Whether anybody was seen in this process: from then on there is nothing to ask. */
let isOver = false

/** How an installation gets its first team when nobody made one at the console. */
@inject()
export class FirstRun {
  constructor(
    private tenants: TenantService,
    private throttle: LoginThrottle,
    private audit: AuditTrail
  ) {}

  /** In production, until there is anybody. */
  async isOffered(): Promise<boolean> {
    if (!app.inProduction || isOver) return false
    isOver = (await User.query().select('id').first()) !== null
    return !isOver
  }

  /**
   * Makes the team and its administrator.
   * @throws ApiError E_SETUP_TOKEN, E_UNAVAILABLE; E_SETUP_OVER, E_TENANT_TAKEN, E_TOO_MANY_REQUESTS
   */
  begin({ token, team, ...admin }: NewTeam, origin: Origin): Promise<User> {
    return this.throttle.run('setup', origin.ip, async () => {
      if (!isSetupToken(token)) {
        await this.#recordStranger(admin.email, origin)
        throw new ApiError('E_SETUP_TOKEN')
      }
      const made = await this.tenants.found(team, admin, origin)
      isOver = true
      return made.admin
    })
  }

  #recordStranger(actorEmail: string, { ip, requestId }: Origin): Promise<void> {
    const who = { tenantId: null, actorId: null, actorEmail, ip, requestId, durationMs: null }
    const how = { outcome: 'denied', code: 'E_SETUP_TOKEN' } as const
    return this.audit.record({ ...who, action: 'tenant.create', ...how })
  }
}
