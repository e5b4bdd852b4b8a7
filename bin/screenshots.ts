/** `npm run screenshots`: makes the pictures in `docs/screenshots` anew. Needs a build, Chromium and PostgreSQL. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createIgnitor } from './ignitor.js'

process.env.NODE_ENV = 'test'
process.env.DATA_DIR = mkdtempSync(join(tmpdir(), 'varlor-screenshots-'))
process.env.DATABASE_URL = ''
process.env.REDIS_URL = ''
process.env.HOST = '127.0.0.1'
process.env.PORT ||= '3399'

await createIgnitor()
  .testRunner()
  .configure(() => {})
  .run(async (app) => {
    const { default: testUtils } = await import('@adonisjs/core/services/test_utils')
    const { takeScreenshots } = await import('../tests/browser/screenshots.js')
    const { stopServers } = await import('../tests/support/servers/lifetime.js')
    await testUtils.db().migrate()
    const close = await testUtils.httpServer().start()
    try {
      await takeScreenshots(
        `http://127.0.0.1:${process.env.PORT}`,
        app.makePath('docs/screenshots')
      )
    } finally {
      await close()
      await stopServers()
      await app.terminate()
      rmSync(String(process.env.DATA_DIR), { recursive: true, force: true })
    }
  })
