import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { KeyStatus } from '#services/key_status'

/** The page about master keys. */
@inject()
export default class KeysController {
  constructor(private keys: KeyStatus) {}

  async index({ actor, inertia }: HttpContext) {
    return inertia.render('settings/keys', { usage: await this.keys.of(actor) })
  }
}
