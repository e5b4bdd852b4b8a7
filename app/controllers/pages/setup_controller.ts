import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { errors as vineErrors } from '@vinejs/vine'
import { E_SETUP_OVER } from '#services/account_errors'
import { originOf } from '#services/auth/origin'
import { refusalInWords } from '#services/auth/refusal_in_words'
import { WebSessionService } from '#services/auth/web_session_service'
import { FirstRun } from '#services/first_run'
import { setupValidator } from '#validators/setup'

/** The first run. Its link has a secret in the fragment, which nobody else is to learn. */
@inject()
export default class SetupController {
  constructor(
    private firstRun: FirstRun,
    private sessions: WebSessionService
  ) {}

  /** The form. */
  async create({ inertia, response, session }: HttpContext) {
    response.header('Referrer-Policy', 'no-referrer')
    const error: string | undefined = session.flashMessages.get('refusal')
    return inertia.render('setup', { error })
  }

  /** Makes the team and its administrator, and signs them in. */
  async store({ auth, request, response, session }: HttpContext) {
    response.header('Referrer-Policy', 'no-referrer')
    const origin = originOf(request)
    try {
      const team = await setupValidator.validate(request.body())
      const admin = await this.firstRun.begin(team, origin)
      await this.sessions.open(auth.use('web'), admin, origin)
    } catch (error) {
      if (error instanceof E_SETUP_OVER) return response.redirect().toRoute('sign_in')
      if (error instanceof vineErrors.E_VALIDATION_ERROR) session.flashValidationErrors(error)
      else session.flash('refusal', refusalInWords(error))
      return response.redirect().toRoute('setup.create')
    }
    return response.redirect().toPath('/')
  }
}
