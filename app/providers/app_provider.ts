import { dirname } from 'node:path'
import type { ApplicationService } from '@adonisjs/core/types'
import { Settings } from 'luxon'
import { dataDir, databaseFile } from '#config/database'
import { gatherBootFacts } from '#providers/boot_facts'
import { BootRefusedError, refusals, warnings } from '#providers/boot_rules'
import { ensureDataFolder } from '#providers/data_folder'

/** Sets up the process, and keeps a server that would be unsafe from serving. */
export default class AppProvider {
  constructor(protected app: ApplicationService) {}

  boot() {
    Settings.defaultZone = 'utc'
    if (!databaseFile) return
    const folder = dirname(databaseFile)
    ensureDataFolder(folder, folder === dataDir ? 'DATA_DIR' : 'DATABASE_URL')
  }

  /** Commands are not judged: an operator needs them to put things right. Nor is a server that is only inspected. */
  async start() {
    if (this.app.getEnvironment() !== 'web' || this.app.getMode() !== 'run') return
    try {
      await this.#judge()
    } catch (error) {
      // Open database connections would keep a process alive that will never serve.
      await this.app.terminate()
      throw error
    }
  }

  async #judge() {
    ensureDataFolder(dataDir, 'DATA_DIR')
    const facts = await gatherBootFacts(this.app)
    const reasons = refusals(facts)
    if (reasons.length > 0) throw new BootRefusedError(reasons)
    const logger = await this.app.container.make('logger')
    for (const warning of warnings(facts)) logger.warn(warning)
  }
}
