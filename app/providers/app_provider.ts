import type { ApplicationService } from '@adonisjs/core/types'
import { Settings } from 'luxon'

/** Binds what lives as long as the process, and ends it with the process. */
export default class AppProvider {
  constructor(protected app: ApplicationService) {}

  boot() {
    Settings.defaultZone = 'utc'
  }
}
