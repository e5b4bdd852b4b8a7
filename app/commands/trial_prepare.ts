import { BaseCommand } from '@adonisjs/core/ace'
import type { CommandOptions } from '@adonisjs/core/types/ace'
import env from '#start/env'

export default class TrialPrepare extends BaseCommand {
  static commandName = 'trial:prepare'
  static description = 'Migrate the database and fill an empty one with an admin and a sample'
  static help = [
    'What `npm start` and `npm run dev` do before they serve. It changes nothing where there are tenants already.',
    'It refuses unless TRIAL=true: the administrator that it makes has a password that everybody knows.',
  ]
  static options: CommandOptions = { startApp: true }

  async run(): Promise<void> {
    if (!env.get('TRIAL', false)) {
      this.logger.error('This is not a trial: set TRIAL=true, or use tenants:create instead.')
      this.exitCode = 1
      return
    }
    await this.#migrate()
    const { TrialService } = await import('#services/trial_service')
    const { DEFAULT_ADMIN } = await import('#services/default_admin')
    const trial = await this.app.container.make(TrialService)
    if (!(await trial.prepare())) return
    this.logger.log('A sample shop is connected, and this administrator can sign in:')
    this.logger.log(`  ${DEFAULT_ADMIN.email}  ${DEFAULT_ADMIN.password}`)
  }

  async #migrate(): Promise<void> {
    const { MigrationRunner } = await import('@adonisjs/lucid/migration')
    const { default: db } = await import('@adonisjs/lucid/services/db')
    const runner = new MigrationRunner(db, this.app, { direction: 'up' })
    await runner.run()
    if (runner.error) throw runner.error
  }
}
