import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/vite'

/**
 * What the browser may have is in `public/assets`; the bundle that renders pages on the server is in
 * `<buildDirectory>/server`, which nobody serves. `vite.config.ts` writes both.
 */
export default defineConfig({
  buildDirectory: app.makePath('.adonisjs/ssr'),
  manifestFile: app.makePath('public/assets/.vite/manifest.json'),
  assetsUrl: '/assets',
  scriptAttributes: { defer: true },
})
