import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { AdministratorBackups } from '#services/backup/administrator_backups'
import { importValidator } from '#validators/backup'

/** Connections from files. */
@inject()
export default class ConnectorImportsController {
  constructor(private backups: AdministratorBackups) {}

  /** Imports one, or tells what that would do. */
  async store({ actor, request }: HttpContext) {
    const body = await importValidator.validate(request.body())
    const { file, passphrase = null, dryRun = false, onConflict = 'refuse' } = body
    return { data: await this.backups.import(actor, { file, passphrase, dryRun, onConflict }) }
  }
}
