import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand, type Report } from './_reporting_command.js'

export default class MembersInvite extends ReportingCommand {
  static commandName = 'members:invite'
  static description = 'Invite somebody into a team by a link'
  static help = [
    'Hand the link over yourself: it is printed once, and is good for 7 days and for one person. It begins with APP_URL.',
    '',
    'Example:',
    '  {{ binaryName }} members:invite grace@acme.example --tenant=acme-inc --role=editor',
  ]

  @args.string({ description: 'Email of whom to invite' })
  declare email: string

  @flags.string({ description: 'Slug of the tenant', required: true })
  declare tenant: string

  @flags.string({ description: 'admin, editor or viewer', required: true })
  declare role: string

  protected async perform(): Promise<Report> {
    const { operatorInvitationValidator } = await import('#validators/account')
    const { InvitationService } = await import('#services/invitation_service')
    const { email, tenant: slug, role } = this
    const valid = await operatorInvitationValidator.validate({ email, tenant: slug, role })
    const { tenant, ...input } = valid
    const service = await this.app.container.make(InvitationService)
    const { invitation, url } = await service.inviteTo(tenant, input)
    const expiresAt = invitation.expiresAt.toUTC().toISO()
    return {
      data: { invitation: { id: invitation.id, ...input, expiresAt }, url },
      lines: [
        `${input.email} is invited into ${tenant}, as ${input.role}, until ${expiresAt}.`,
        url,
      ],
    }
  }
}
