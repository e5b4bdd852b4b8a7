import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { originOf } from '#services/auth/origin'
import { InvitationAcceptance } from '#services/invitation_acceptance'
import UserTransformer from '#transformers/user_transformer'
import { acceptanceValidator } from '#validators/invitation'

/** Invitations that are accepted by API. */
@inject()
export default class AcceptedInvitationsController {
  constructor(private invitations: InvitationAcceptance) {}

  /** Makes a member of whoever has the link's token. */
  async store({ request, response, serialize }: HttpContext) {
    const { token, ...member } = await acceptanceValidator.validate(request.body())
    const user = await this.invitations.accept(token, member, originOf(request))
    response.status(201)
    return serialize(UserTransformer.transform(user))
  }
}
