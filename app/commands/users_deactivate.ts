import { args } from '@adonisjs/core/ace'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class UsersDeactivate extends ReportingCommand {
  static commandName = 'users:deactivate'
  static description = 'Deactivate a user, who is out at once'
  static help = [
    'Their sessions end, their API tokens and the invitations they made as an administrator are revoked. The last active administrator of a team stays.',
    '',
    'Example:',
    '  {{ binaryName }} users:deactivate grace@acme.example',
  ]

  @args.string({ description: 'Email of the user' })
  declare email: string

  protected async perform(): Promise<Report> {
    const { knownUserValidator } = await import('#validators/account')
    const { UserService } = await import('#services/user_service')
    const valid = await knownUserValidator.validate({ email: this.email })
    const service = await this.app.container.make(UserService)
    const { id, tenantId, email, role } = await service.setActive(valid.email, false)
    return {
      data: { user: { id, tenantId, email, role, active: false } },
      lines: [`${email} is deactivated, and out at once.`],
    }
  }
}
