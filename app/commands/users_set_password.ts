import { args, flags } from '@adonisjs/core/ace'
import { passwordInput } from './_password_input.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class UsersSetPassword extends ReportingCommand {
  static commandName = 'users:set-password'
  static description = 'Set the password of a user, and end their sessions and API tokens'
  static help = [
    'Without --password-stdin a password is generated and printed once.',
    '',
    'Example:',
    '  {{ binaryName }} users:set-password grace@acme.example',
  ]

  @args.string({ description: 'Email of the user' })
  declare email: string

  @flags.boolean({ description: 'Read the password from standard input' })
  declare passwordStdin: boolean

  protected async perform(): Promise<Report> {
    const { newPasswordValidator } = await import('#validators/account')
    const { UserService } = await import('#services/user_service')
    const { password, isGenerated } = await passwordInput(this.passwordStdin)
    const valid = await newPasswordValidator.validate({ email: this.email, password })
    const service = await this.app.container.make(UserService)
    const user = await service.setPassword(valid.email, valid.password)
    return {
      data: {
        user: { id: user.id, tenantId: user.tenantId, email: user.email, role: user.role },
        ...(isGenerated ? { password } : {}),
      },
      lines: [
        `The password of ${user.email} is set, and their sessions and API tokens have ended.`,
        ...(isGenerated ? [`Password (shown only now): ${password}`] : []),
      ],
    }
  }
}
