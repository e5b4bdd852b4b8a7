import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'

const APP_ROOT = new URL('../', import.meta.url)

/** Imports relative paths from the application's root, so that packages can import our files. */
const importer = (path: string) =>
  import(path.startsWith('./') || path.startsWith('../') ? new URL(path, APP_ROOT).href : path)

/** The application, with its environment validated before anything boots. */
export function createIgnitor() {
  return new Ignitor(APP_ROOT, { importer }).tap((app) => {
    app.booting(async () => {
      await import('#start/env')
    })
    app.listen('SIGTERM', () => app.terminate())
    app.listen('SIGINT', () => app.terminate())
  })
}
