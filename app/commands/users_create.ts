import { args, flags } from '@adonisjs/core/ace'
import { passwordInput } from './_password_input.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class UsersCreate extends ReportingCommand {
  static commandName = 'users:create'
  static description = 'Create a user of a tenant'
  static help = [
    'Without --password-stdin a password is generated and printed once.',
    '',
    'Example:',
    '  {{ binaryName }} users:create grace@acme.example --tenant=acme-inc --role=editor',
  ]

  @args.string({ description: 'Email of the user' })
  declare email: string

  @flags.string({ description: 'Slug of the tenant', required: true })
  declare tenant: string

  @flags.string({ description: 'admin, editor or viewer', required: true })
  declare role: string

  @flags.boolean({ description: 'Read the password from standard input' })
  declare passwordStdin: boolean

  protected async perform(): Promise<Report> {
    const { newUserValidator } = await import('#validators/account')
    const { UserService } = await import('#services/user_service')
    const { password, isGenerated } = await passwordInput(this.passwordStdin)
    const { email, tenant: slug, role } = this
    const { tenant, ...newUser } = await newUserValidator.validate({
      email,
      tenant: slug,
      role,
      password,
    })
    const service = await this.app.container.make(UserService)
    const user = await service.create(tenant, newUser)
    return {
      data: {
        user: { id: user.id, tenantId: user.tenantId, email: user.email, role: user.role },
        ...(isGenerated ? { password } : {}),
      },
      lines: [
        `User ${user.email} created in ${tenant}, as ${user.role}.`,
        ...(isGenerated ? [`Password (shown only now): ${password}`] : []),
      ],
    }
  }
}
