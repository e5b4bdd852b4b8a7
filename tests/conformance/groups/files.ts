import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { ConfinedFiles } from '#connectors/confined_files'
import type { Bench } from '#tests/conformance/suite'
import { connectorTo, type Overrides, tested } from '#tests/conformance/workbench'

export function registerFileTests({ spec, server }: Bench) {
  const tryWith = (overrides: Overrides) => tested(connectorTo(spec.engine, server(), overrides))
  const folder = () => join(server().filesFolder ?? '', server().tenantId)

  test('a file that is missing is named', async ({ assert }) => {
    const result = await tryWith({ config: { file: 'missing.db' } })
    assert.equal(result.code, 'file_missing')
    assert.equal(result.field, 'file')
    assert.include(result.message, 'missing.db')
    assert.notInclude(JSON.stringify(result), folder())
  })

  test('a file of another kind is not a database', async ({ assert }) => {
    await writeFile(
      join(folder(), 'notes.db'),
      'These are only notes, and many of them. '.repeat(99)
    )
    const result = await tryWith({ config: { file: 'notes.db' } })
    assert.equal(result.code, 'not_a_database', result.message)
    assert.equal(result.field, 'file')
  })

  test('no name leads out of the folder', async ({ assert }) => {
    for (const file of [
      '../x.db',
      '/etc/passwd',
      'a/../../b.db',
      'file:x.db',
      ':memory:',
      '',
      '.',
      'a\0b',
    ]) {
      const result = await tryWith({ config: { file } })
      assert.oneOf(result.code, ['bad_config', 'file_missing'], file)
      assert.isFalse(result.success, file)
    }
  })

  test('no link leads out of the folder', async ({ assert }) => {
    const elsewhere = join(server().filesFolder ?? '', 'another-tenant')
    await mkdir(elsewhere, { recursive: true })
    await writeFile(join(elsewhere, 'theirs.db'), '')
    await symlink(join(elsewhere, 'theirs.db'), join(folder(), 'link.db'))
    const result = await tryWith({ config: { file: 'link.db' } })
    assert.equal(result.code, 'bad_config', result.message)
  })

  test("the application's own file is never opened, by whatever name", async ({ assert }) => {
    const own = join(folder(), String(server().config.file))
    const files = new ConfinedFiles({ folder: server().filesFolder ?? '', ownFiles: [own] })
    const result = await tryWith({ files })
    assert.equal(result.code, 'file_missing')
  })
}
