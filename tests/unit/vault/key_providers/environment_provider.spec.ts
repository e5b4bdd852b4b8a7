import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Secret } from '@adonisjs/core/helpers'
import { registerKeyProviderSuite } from './suite.js'

registerKeyProviderSuite({
  provider: 'environment',
  against: 'variables',
  source: /^CREDENTIAL_ENCRYPTION_KEY$/,
  says: {
    'altered': /CREDENTIAL_ENCRYPTION_KEY is not base64/,
    "another's": null,
    'out of reach': null,
    'denied': null,
  },
  async start() {
    return {
      secrets: [],
      protect: async (key) => key,
      configure: async ({ active, previous }) => ({
        active: active === undefined ? undefined : new Secret(active),
        previous: previous?.length ? new Secret(previous.join(',')) : undefined,
      }),
      fail: async (_fault, active) => ({ active: new Secret(active.slice(1)) }),
      stop: async () => {},
    }
  },
})

registerKeyProviderSuite({
  provider: 'environment',
  against: 'files of variables',
  source: /^file .*\/active$/,
  says: {
    'altered': /CREDENTIAL_ENCRYPTION_KEY_FILE is not base64/,
    "another's": null,
    'out of reach': /CREDENTIAL_ENCRYPTION_KEY_FILE names a file that cannot be read: .*\/active/,
    'denied': null,
  },
  async start() {
    const folder = mkdtempSync(join(tmpdir(), 'varlor-keys-'))
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    return {
      secrets: [],
      protect: async (key) => key,
      configure: async ({ active, previous }) => ({
        activeFile: active === undefined ? undefined : file('active', `${active}\n`),
        previousFile: previous?.length ? file('previous', previous.join('\n')) : undefined,
      }),
      async fail(fault, active) {
        const activeFile = file('active', active.slice(1))
        if (fault === 'out of reach') rmSync(activeFile)
        return { activeFile }
      },
      stop: async () => rmSync(folder, { recursive: true }),
    }
  },
})
