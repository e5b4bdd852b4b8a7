import { args, flags } from '@adonisjs/core/ace'
import { passwordInput } from './_password_input.js'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class TenantsCreate extends ReportingCommand {
  static commandName = 'tenants:create'
  static description = 'Create a tenant and its first administrator'
  static help = [
    'The tenant’s slug is made from its name; other commands refer to the tenant by it.',
    'Without --admin-password-stdin a password is generated and printed once.',
    '',
    'Example:',
    '  {{ binaryName }} tenants:create "Acme Inc" --admin-email=ada@acme.example',
  ]

  @args.string({ description: 'Name of the tenant' })
  declare name: string

  @flags.string({ description: 'Email of its first administrator', required: true })
  declare adminEmail: string

  @flags.boolean({ description: 'Read the administrator’s password from standard input' })
  declare adminPasswordStdin: boolean

  protected async perform(): Promise<Report> {
    const { newTenantValidator } = await import('#validators/account')
    const { TenantService } = await import('#services/tenant_service')
    const { password, isGenerated } = await passwordInput(this.adminPasswordStdin)
    const input = { name: this.name, email: this.adminEmail, password }
    const { name, ...newAdmin } = await newTenantValidator.validate(input)
    const service = await this.app.container.make(TenantService)
    const { tenant, admin } = await service.create(name, newAdmin)
    return {
      data: {
        tenant: { id: tenant.id, name: tenant.name, slug: tenant.slug },
        admin: { id: admin.id, email: admin.email, role: admin.role },
        ...(isGenerated ? { password } : {}),
      },
      lines: [
        `Tenant ${tenant.slug} created, with the administrator ${admin.email}.`,
        ...(isGenerated ? [`Password (shown only now): ${password}`] : []),
      ],
    }
  }
}
