import { readFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { ERROR_CODES } from '#connectors/error_codes'
import { errorsPage } from '#connectors/errors_page'
import { engineNames, engines } from '#connectors/registry'

test.group('The page about errors', () => {
  test('says what the sources say: else run npm run docs:errors', async ({ assert }) => {
    const path = new URL('../../../docs/errors.md', import.meta.url)

    assert.equal(await readFile(path, 'utf8'), await errorsPage())
  })

  test('has every code and every engine', async ({ assert }) => {
    const page = await errorsPage()
    for (const code of Object.keys(ERROR_CODES)) assert.include(page, `## \`${code}\``)
    for (const name of engineNames) {
      const table = await engines[name].errors?.()
      assert.isNotEmpty(table?.codes, name)
      assert.include(page, `### ${engines[name].label}`)
    }
    assert.notMatch(page, /undefined|\[object/)
  })
})
