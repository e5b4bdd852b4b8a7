import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import type { Engine } from '#connectors/engine'
import type { ConfigField } from '#connectors/field'
import { engineNames, engines, isEngineName } from '#connectors/registry'

test.group('Engines', () => {
  test('are known by the name of their export', ({ assert }) => {
    for (const name of engineNames) assert.equal(engines[name].name, name)
    for (const name of ['constructor', '__proto__', 'PostgreSQL', '']) {
      assert.isFalse(isEngineName(name), name)
    }
  })

  test('{$self} describes its fields without contradiction')
    .with(engineNames)
    .run(({ assert }, name) => {
      const { config, credentials }: Engine = engines[name]
      const names = [...config, ...credentials].map((field) => field.name)
      assert.lengthOf(new Set(names), names.length)
      for (const { when, name: field } of [...config, ...credentials]) {
        if (!when) continue
        const other = config.find((one) => one.name === when.field)
        assert.includeMembers(valuesOf(other), [...when.in], field)
      }
    })

  test('{$self} asks for one of several fields only where each may be left empty')
    .with(engineNames)
    .run(({ assert }, name) => {
      const { config, oneOf = [] }: Engine = engines[name]
      for (const field of oneOf.flat()) {
        const described = config.find((one) => one.name === field)
        assert.containSubset(described, { kind: 'text', required: false }, field)
      }
    })

  test('{$self} guards its credentials by every field that decides who receives them')
    .with(engineNames.filter((name) => engines[name].credentials.length > 0))
    .run(({ assert }, name) => {
      const deciding =
        /^(host|hosts|port|srv|username|file|account|tls\.|ssh\.|encrypt|trust|ca$|fingerprint|authSource)/
      for (const { name: field, guardsCredentials } of engines[name].config) {
        if (deciding.test(field)) assert.isTrue(guardsCredentials, field)
      }
    })

  test('load no driver before they are used, nor that of tunnels without one', async ({
    assert,
  }) => {
    const script = `
      await import('#connectors/registry')
      const { createRequire } = await import('node:module')
      const drivers = /node_modules\\/(pg|mysql2|better-sqlite3|mongodb|oracledb|mssql|tedious|snowflake-sdk|ssh2)\\//
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => drivers.test(path))
      const names = () => [...new Set(loaded().map((path) => drivers.exec(path)[1]))]
      const before = names()
      const { engines } = await import('#connectors/registry')
      const { connectorTo, never } = await import('#tests/conformance/workbench')
      const nowhere = { host: '127.0.0.1', port: 1, username: 'u' }
      const tls = { mode: 'disable' }
      const server = { tenantId: 't', config: { ...nowhere, database: 'd', tls }, credentials: {} }
      const codeOf = async (config) => {
        const connector = await connectorTo(engines.postgresql, server, { config })
        const { code } = await connector.test({ signal: never })
        await connector.dispose()
        return code
      }
      const direct = [await codeOf({}), ...names()]
      const tunnelled = [await codeOf({ ssh: { enabled: true, ...nowhere } }), ...names()]
      console.log(JSON.stringify({ before, direct, tunnelled }))`
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import=@poppinss/ts-exec',
      '--input-type=module',
      '--eval',
      script,
    ])
    assert.deepEqual(JSON.parse(stdout), {
      before: [],
      direct: ['refused', 'pg'],
      tunnelled: ['refused', 'pg', 'ssh2'],
    })
  })
})

/** What a condition can compare with, as text. */
function valuesOf(field: ConfigField | undefined): string[] {
  if (field?.kind === 'choice') return field.options.map(({ value }) => value)
  return field?.kind === 'boolean' ? ['true', 'false'] : []
}
