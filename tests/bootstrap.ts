import { rm } from 'node:fs/promises'
import { authApiClient } from '@adonisjs/auth/plugins/api_client'
import app from '@adonisjs/core/services/app'
import testUtils from '@adonisjs/core/services/test_utils'
import { sessionApiClient } from '@adonisjs/session/plugins/api_client'
import { shieldApiClient } from '@adonisjs/shield/plugins/api_client'
import { apiClient } from '@japa/api-client'
import { assert } from '@japa/assert'
import { browserClient } from '@japa/browser-client'
import { pluginAdonisJS } from '@japa/plugin-adonisjs'
import { spec } from '@japa/runner/reporters'
import type { Config } from '@japa/runner/types'
import { dataDir } from '#config/database'
import { NodeServer } from '#start/node_server'
import { evidenceReport } from '#tests/conformance/evidence'
import { closingLine } from '#tests/support/closing_line'
import { launchChromium } from '#tests/support/servers/chromium'
import { stopServers } from '#tests/support/servers/lifetime'
import { needs, reportSkipped } from '#tests/support/servers/missing'
import { isAvailable } from '#tests/support/servers/sources'

const baseURL = `http://127.0.0.1:${process.env.PORT}`

/** Without a browser its suite is skipped, loudly; in CI it fails instead. */
const runInSuites = isAvailable('chromium') || process.env.CI ? ['browser'] : []

export const plugins: Config['plugins'] = [
  assert(),
  apiClient(baseURL),
  browserClient({ runInSuites, launcher: launchChromium, contextOptions: { baseURL } }),
  pluginAdonisJS(app, { baseURL }),
  sessionApiClient(app),
  authApiClient(app),
  shieldApiClient(),
]

export const reporters: Config['reporters'] = {
  activated: ['spec', 'evidence', 'closing_line'],
  list: [spec(), evidenceReport(), closingLine()],
}

export const runnerHooks: Required<Pick<Config, 'setup' | 'teardown'>> = {
  setup: [() => testUtils.db().migrate()],
  teardown: [stopServers, reportSkipped, () => rm(dataDir, { recursive: true, force: true })],
}

/** Suites that speak HTTP get one real server for their whole run. */
export const configureSuite: Config['configureSuite'] = (suite) => {
  if (['functional', 'browser'].includes(suite.name)) {
    suite.setup(() => testUtils.httpServer().start((handle) => new NodeServer(handle)))
  }
  if (suite.name === 'browser') {
    suite.onGroup((group) => {
      needs(group, 'chromium')
      // A browser that shares two cores with another suite may answer late. What needed it is told at the end.
      group.each.retry(1)
    })
  }
}
