import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { originOf } from '#services/auth/origin'
import { AdministratorBackups } from '#services/backup/administrator_backups'
import { validateExport } from '#validators/backup'

/** Files with the connections that an administrator sees. */
@inject()
export default class ConnectorExportsController {
  constructor(private backups: AdministratorBackups) {}

  /** Makes one. */
  async store({ actor, request, response }: HttpContext) {
    const sealed = await validateExport(request.body())
    response.header('Cache-Control', 'no-store')
    const made = sealed
      ? await this.backups.exportSealed(actor, sealed.passphrase, {
          password: sealed.currentPassword,
          origin: originOf(request),
        })
      : await this.backups.exportMasked(actor)
    return { data: { ...made, scope: 'visible' } }
  }
}
