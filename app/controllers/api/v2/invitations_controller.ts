import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { InvitationService } from '#services/invitation_service'
import InvitationTransformer from '#transformers/invitation_transformer'
import { invitationListValidator, newInvitationValidator } from '#validators/invitation'

/** Invitations into a team. */
@inject()
export default class InvitationsController {
  constructor(private invitations: InvitationService) {}

  /** Lists invitations, newest first. */
  async index({ actor, request, serialize }: HttpContext) {
    const filters = await invitationListValidator.validate(request.qs())
    const found = await this.invitations.list(actor, filters)
    const page = InvitationTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }

  /** Invites somebody; the link is in this answer and nowhere else. */
  async store({ actor, request, response, serialize }: HttpContext) {
    const input = await newInvitationValidator.validate(request.body())
    const { invitation, url } = await this.invitations.invite(actor, input)
    response.status(201).header('Cache-Control', 'no-store')
    const { data } = await serialize(InvitationTransformer.transform(invitation))
    return { data: { ...data, url } }
  }

  /** Withdraws an invitation. */
  async destroy({ actor, params, response }: HttpContext) {
    await this.invitations.withdraw(actor, params.id)
    return response.noContent()
  }
}
