import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { AdministratorBackups } from '#services/backup/administrator_backups'

/** Refuses who may not export or import, before megabytes of theirs are read. */
@inject()
export default class BackupAccessMiddleware {
  constructor(private backups: AdministratorBackups) {}

  async handle({ actor }: HttpContext, next: NextFn, ability: 'export' | 'import') {
    await this.backups.admit(actor, ability)
    return next()
  }
}
