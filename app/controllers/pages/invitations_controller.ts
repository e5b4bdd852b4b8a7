import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors as vineErrors } from '@vinejs/vine'
import type Invitation from '#models/invitation'
import Tenant from '#models/tenant'
import { originOf } from '#services/auth/origin'
import { refusalInWords } from '#services/auth/refusal_in_words'
import { WebSessionService } from '#services/auth/web_session_service'
import { InvitationAcceptance } from '#services/invitation_acceptance'
import { joinValidator } from '#validators/invitation'

/** The link by which somebody becomes a member. Its address is a secret, which nobody else is to learn. */
@inject()
export default class InvitationsController {
  constructor(
    private invitations: InvitationAcceptance,
    private sessions: WebSessionService
  ) {}

  /** The form, or that the link is good no longer. */
  async show({ inertia, params, response, session }: HttpContext) {
    response.header('Referrer-Policy', 'no-referrer').header('Cache-Control', 'no-store')
    const invitation = await this.invitations.find(params.token)
    if (!invitation) response.status(410)
    const error: string | undefined = session.flashMessages.get('refusal')
    const offer = invitation ? await offerOf(invitation) : undefined
    return inertia.render('invitation', { offer, error })
  }

  /** Makes the member, and signs them in. */
  async store({ auth, params, request, response, session }: HttpContext) {
    response.header('Referrer-Policy', 'no-referrer')
    const origin = originOf(request)
    try {
      const member = await joinValidator.validate(request.body())
      const user = await this.invitations.accept(params.token, member, origin)
      await this.sessions.open(auth.use('web'), user, origin)
    } catch (error) {
      if (error instanceof vineErrors.E_VALIDATION_ERROR) session.flashValidationErrors(error)
      else session.flash('refusal', refusalInWords(error))
      return response.redirect().toPath(request.url())
    }
    return response.redirect().toPath('/')
  }
}

async function offerOf({ email, tenantId, role }: Invitation) {
  const { name } = await Tenant.findOrFail(tenantId)
  return { email, role, team: name }
}
