import type { HttpContext } from '@adonisjs/core/http'

/** The settings, which have no page of their own. */
export default class SettingsController {
  /** Leads to the first that is for whoever asks. */
  index({ actor, response }: HttpContext) {
    const first = actor.role === 'admin' ? 'settings.members' : 'settings.tokens'
    return response.redirect().toRoute(first)
  }
}
