import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { KeyStatus } from '#services/key_status'

/** Master keys, as far as one team's sealed rows need them. */
@inject()
export default class KeysController {
  constructor(private keys: KeyStatus) {}

  /** Lists the keys that the team needs, and how far a rotation has come. */
  async index({ actor }: HttpContext) {
    return { data: await this.keys.of(actor) }
  }
}
