import { symbols } from '@adonisjs/auth'
import type { AuthClientResponse, GuardContract } from '@adonisjs/auth/types'
import { ApiError } from '#exceptions/api_error'
import type User from '#models/user'

/** What every way of being recognised shares; a guard supplies whom its token or cookie speaks for. */
export abstract class BaseGuard implements GuardContract<User> {
  declare [symbols.GUARD_KNOWN_EVENTS]: Record<string, never>

  abstract readonly driverName: string
  user?: User
  isAuthenticated = false
  authenticationAttempted = false

  /** For tests: makes the user known and says what to send. */
  abstract authenticateAsClient(user: User): Promise<AuthClientResponse>

  /** Asked once a request; null when nobody is meant. */
  protected abstract recognise(): Promise<User | null>

  protected abstract refusal(): ApiError

  /** @throws ApiError E_UNAUTHORIZED_ACCESS, E_INVALID_TOKEN */
  async authenticate(): Promise<User> {
    if (!this.authenticationAttempted) {
      this.authenticationAttempted = true
      this.user = (await this.recognise()) ?? undefined
      this.isAuthenticated = this.user !== undefined
    }
    return this.getUserOrFail()
  }

  async check(): Promise<boolean> {
    try {
      await this.authenticate()
      return true
    } catch (error) {
      if (error instanceof ApiError) return false
      throw error
    }
  }

  /** @throws ApiError E_UNAUTHORIZED_ACCESS, E_INVALID_TOKEN */
  getUserOrFail(): User {
    if (this.user) return this.user
    throw this.refusal()
  }
}
