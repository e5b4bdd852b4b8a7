import type { ApplicationService } from '@adonisjs/core/types'
import { ConnectionStore } from '#services/connection_store'
import { DueRotations } from '#services/password_rotation/due_rotations'
import { PasswordRecovery } from '#services/password_rotation/password_recovery'
import { PendingPasswords } from '#services/password_rotation/pending_passwords'
import { PendingSettler } from '#services/password_rotation/pending_settler'
import { RotationScheduler } from '#services/password_rotation/rotation_scheduler'

/** Binds what finishes interrupted rotations, and changes passwords on schedule while a server runs. */
export default class PasswordRotationProvider {
  #scheduler?: RotationScheduler

  constructor(protected app: ApplicationService) {}

  register() {
    this.app.container.singleton(
      PasswordRecovery,
      async (resolver) =>
        new PasswordRecovery(
          await resolver.make(ConnectionStore),
          await resolver.make(PendingPasswords),
          await resolver.make(PendingSettler)
        )
    )
  }

  /** Not in tests, which decide themselves what happens when. */
  async ready() {
    if (this.app.getEnvironment() !== 'web' || this.app.inTest) return
    const { container } = this.app
    this.#scheduler = new RotationScheduler(
      async () => ({
        recovery: await container.make(PasswordRecovery),
        due: await container.make(DueRotations),
      }),
      await container.make('logger')
    )
    this.#scheduler.start()
  }

  async shutdown() {
    await this.#scheduler?.stop()
  }
}
