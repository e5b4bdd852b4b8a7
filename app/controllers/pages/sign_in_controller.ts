import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { wantsJson } from '#exceptions/wants_json'
import { originOf } from '#services/auth/origin'
import { PasswordCheck } from '#services/auth/password_check'
import { refusalInWords } from '#services/auth/refusal_in_words'
import { endIfStale } from '#services/auth/session_age'
import { WebSessionService } from '#services/auth/web_session_service'
import { loginValidator } from '#validators/session'

/** Signing in and out in a browser. */
@inject()
export default class SignInController {
  constructor(
    private sessions: WebSessionService,
    private passwords: PasswordCheck
  ) {}

  /** The form; `email` and `error` come back from an attempt that failed. */
  async create({ auth, inertia, response, session }: HttpContext) {
    endIfStale(session)
    if (await auth.checkUsing(['web'])) return response.redirect().toIntended('/')
    const { email, error } = session.flashMessages.get('signIn', {})
    return inertia.render('sign_in', { email, error })
  }

  /** Signs in and goes on to the page that was asked for; a page that is open stays, and asks for JSON. */
  async store({ auth, request, response, session }: HttpContext) {
    const { email, password } = await request.validateUsing(loginValidator, {
      data: request.body(),
    })
    const origin = originOf(request)
    try {
      const user = await this.passwords.verify(email, password, origin)
      await this.sessions.open(auth.use('web'), user, origin)
    } catch (error) {
      if (wantsJson({ request })) throw error
      session.flash('signIn', { email, error: refusalInWords(error) })
      return response.redirect().toRoute('sign_in')
    }
    if (wantsJson({ request })) return response.noContent()
    return response.redirect().toIntended('/')
  }

  /** Signs out. A page that is open is loaded anew, so that it forgets whose it was. */
  async destroy({ auth, inertia, request, response, session }: HttpContext) {
    if (await auth.checkUsing(['web'])) {
      await this.sessions.close(auth.use('web'), originOf(request))
    }
    session.clear()
    if (request.header('x-inertia')) return inertia.location('/sign-in')
    return response.redirect().toRoute('sign_in')
  }
}
