import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { test } from '@japa/runner'
import type { Engine } from '#connectors/engine'
import { engineNames, engines, isEngineName, plannedEngines } from '#connectors/registry'

test.group('Engines', () => {
  test('are known by the name of their export, built or planned', ({ assert }) => {
    for (const name of engineNames) assert.equal(engines[name].name, name)
    const planned = plannedEngines.map(({ name }) => name)
    assert.lengthOf(new Set([...engineNames, ...planned]), engineNames.length + planned.length)
    for (const name of [...planned, 'constructor', '__proto__', 'PLANNED', '']) {
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
        assert.equal(other?.kind, 'choice', field)
        const values = other?.kind === 'choice' ? other.options.map(({ value }) => value) : []
        assert.includeMembers(values, [...when.in], field)
      }
    })

  test('{$self} guards its credentials by every field that decides who receives them')
    .with(engineNames.filter((name) => engines[name].credentials.length > 0))
    .run(({ assert }, name) => {
      const deciding =
        /^(host|hosts|port|srv|username|file|account|tls\.|encrypt|trust|ca$|authSource)/
      for (const { name: field, guardsCredentials } of engines[name].config) {
        if (deciding.test(field)) assert.isTrue(guardsCredentials, field)
      }
    })

  test('load no driver before they are used', async ({ assert }) => {
    const script = `
      await import('#connectors/registry')
      const { createRequire } = await import('node:module')
      const drivers = /node_modules\\/(pg|mysql2|better-sqlite3|mongodb|oracledb|mssql|snowflake-sdk)\\//
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).filter((path) => drivers.test(path))
      const before = loaded().length
      const { engines } = await import('#connectors/registry')
      await engines.postgresql.load()
      const names = new Set(loaded().map((path) => drivers.exec(path)[1]))
      console.log(JSON.stringify({ before, after: [...names] }))`
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import=@poppinss/ts-exec',
      '--input-type=module',
      '--eval',
      script,
    ])
    assert.deepEqual(JSON.parse(stdout), { before: 0, after: ['pg'] })
  })
})
