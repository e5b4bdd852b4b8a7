import type { AuthClientResponse } from '@adonisjs/auth/types'
import type { HttpContext } from '@adonisjs/core/http'
import { ApiError } from '#exceptions/api_error'
import type User from '#models/user'
import { BaseGuard } from '#services/auth/base_guard'
import type { SessionRows } from '#services/auth/session_rows'
import { findSessionOwner } from '#services/auth/session_owner'

/** Recognises browsers by the page session that their cookie names, for as long as its row stands. */
export class PageGuard extends BaseGuard {
  readonly driverName = 'page'
  readonly sessionKeyName = 'auth_web'

  constructor(
    private ctx: HttpContext,
    private sessions: SessionRows
  ) {
    super()
  }

  /** The page session that the cookie names, whether it stands or not. */
  get sessionId(): string | null {
    const id: unknown = this.ctx.session.get(this.sessionKeyName)
    return typeof id === 'string' ? id : null
  }

  /** Puts a page session into this browser's cookie, which gets a new id: nobody can have planted it. */
  login(user: User, sessionId: string): void {
    this.ctx.session.put(this.sessionKeyName, sessionId)
    this.ctx.session.regenerate()
    this.user = user
    this.isAuthenticated = true
    this.authenticationAttempted = true
  }

  /** Takes it out of the cookie. */
  logout(): void {
    this.ctx.session.forget(this.sessionKeyName)
    this.user = undefined
    this.isAuthenticated = false
  }

  async authenticateAsClient(user: User): Promise<AuthClientResponse> {
    const { id } = await this.sessions.open('page', user)
    return { session: { [this.sessionKeyName]: id } }
  }

  protected async recognise(): Promise<User | null> {
    const { sessionId } = this
    return sessionId === null ? null : findSessionOwner('page', sessionId)
  }

  protected refusal(): ApiError {
    return new ApiError('E_UNAUTHORIZED_ACCESS')
  }
}
