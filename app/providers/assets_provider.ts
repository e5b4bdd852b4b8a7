import type { ApplicationService } from '@adonisjs/core/types'
import ViteProvider from '@adonisjs/vite/vite_provider'
import { Vite } from '@adonisjs/vite'

/**
 * Vite, whose development server runs only while developing. Tests see the assets that were built, as users do;
 * without a build they fall back to the development server.
 */
export default class AssetsProvider extends ViteProvider {
  constructor(protected application: ApplicationService) {
    super(application)
  }

  async start() {
    if (!(await this.servesBuild())) await super.start()
  }

  async shutdown() {
    if (!(await this.servesBuild())) await super.shutdown()
  }

  private async servesBuild(): Promise<boolean> {
    const vite = await this.application.container.make(Vite)
    return vite.hasManifestFile && !process.env.DEV_MODE
  }
}
