import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { InvitationService } from '#services/invitation_service'
import { MemberService } from '#services/member_service'
import InvitationTransformer from '#transformers/invitation_transformer'
import MemberTransformer from '#transformers/member_transformer'
import { invitationListValidator } from '#validators/invitation'
import { pagingValidator } from '#validators/paging'

/** The page about the members of a team, for its administrators. */
@inject()
export default class MembersController {
  constructor(
    private members: MemberService,
    private invitations: InvitationService
  ) {}

  async index({ actor, inertia, request, response, serialize }: HttpContext) {
    const [error, paging] = await pagingValidator.tryValidate(request.only(['page']))
    if (error) return response.redirect().toRoute('settings.members')
    const members = await this.members.list(actor, paging)
    const open = await invitationListValidator.validate({ accepted: 'false', perPage: 200 })
    const invitations = await this.invitations.list(actor, open)
    const { data, metadata: meta } = await serialize(
      MemberTransformer.paginate(members.all(), members.getMeta())
    )
    const pending = await serialize(
      InvitationTransformer.paginate(invitations.all(), invitations.getMeta())
    )
    return inertia.render('settings/members', {
      members: { data, meta },
      invitations: { data: pending.data, meta: pending.metadata },
    })
  }
}
