import { args } from '@adonisjs/core/ace'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class UsersReactivate extends ReportingCommand {
  static commandName = 'users:reactivate'
  static description = 'Let a deactivated user sign in again'
  static help = [
    'It gives back nothing but the login: no session and no API token.',
    '',
    'Example:',
    '  {{ binaryName }} users:reactivate grace@acme.example',
  ]

  @args.string({ description: 'Email of the user' })
  declare email: string

  protected async perform(): Promise<Report> {
    const { knownUserValidator } = await import('#validators/account')
    const { UserService } = await import('#services/user_service')
    const valid = await knownUserValidator.validate({ email: this.email })
    const service = await this.app.container.make(UserService)
    const { id, tenantId, email, role } = await service.setActive(valid.email, true)
    return {
      data: { user: { id, tenantId, email, role, active: true } },
      lines: [`${email} may sign in again.`],
    }
  }
}
