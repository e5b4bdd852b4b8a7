import { link, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { test } from '@japa/runner'
import { ConfinedFiles } from '#connectors/confined_files'
import { ConnectorError } from '#connectors/connector_error'

test.group('Confined files', (group) => {
  let root: string
  let files: ConfinedFiles

  group.each.setup(async () => {
    root = await mkdtemp(join(tmpdir(), 'confined-'))
    for (const tenant of ['a', 'b']) await mkdir(join(root, 'files', tenant), { recursive: true })
    await writeFile(join(root, 'files/a/sales.db'), '')
    await writeFile(join(root, 'files/b/theirs.db'), '')
    await writeFile(join(root, 'own.sqlite'), '')
    files = new ConfinedFiles({
      folder: join(root, 'files'),
      ownFiles: [join(root, 'own.sqlite'), join(root, 'missing.sqlite')],
    })
    return () => rm(root, { recursive: true })
  })

  const codeOf = (name: unknown, tenant = 'a'): Promise<string> =>
    files.locate(tenant, name).then(
      (path) => path,
      (error: unknown) => (error instanceof ConnectorError ? error.code : String(error))
    )

  test("a tenant's own file is found", async ({ assert }) => {
    assert.equal(await codeOf('sales.db'), join(root, 'files/a/sales.db'))
  })

  test("another tenant's file is not there", async ({ assert }) => {
    assert.equal(await codeOf('theirs.db'), 'file_missing')
    assert.equal(await codeOf('sales.db', 'b'), 'file_missing')
    assert.equal(await codeOf('sales.db', 'c'), 'file_missing')
  })

  test('what is no plain name is refused', async ({ assert }) => {
    for (const name of [
      '',
      '.',
      '..',
      '../b/theirs.db',
      '/etc/passwd',
      'x/y.db',
      'x\\y',
      '.hidden',
      'a\0b',
      'a\nb',
      'file:sales.db',
      'sales.db?mode=rw',
      ':memory:',
      '%2e%2e',
      'x'.repeat(300),
      null,
      undefined,
      7,
      ['sales.db'],
    ]) {
      assert.equal(await codeOf(name), 'bad_config', inspect(name))
    }
  })

  test('a tenant id is never a path', async ({ assert }) => {
    for (const tenant of ['..', 'a/../b', '', '/']) {
      await assert.rejects(() => files.locate(tenant, 'theirs.db'), RangeError)
    }
  })

  test('links that lead out are refused, links within are followed', async ({ assert }) => {
    await symlink(join(root, 'files/b/theirs.db'), join(root, 'files/a/out.db'))
    await symlink(join(root, 'files/a/sales.db'), join(root, 'files/a/within.db'))
    assert.equal(await codeOf('out.db'), 'bad_config')
    assert.equal(await codeOf('within.db'), join(root, 'files/a/sales.db'))
  })

  test('our own database is not there, even as a second name of the same file', async ({
    assert,
  }) => {
    await link(join(root, 'own.sqlite'), join(root, 'files/a/innocent.db'))
    assert.equal(await codeOf('innocent.db'), 'file_missing')
  })

  test('folders are not files', async ({ assert }) => {
    await mkdir(join(root, 'files/a/folder.db'))
    assert.equal(await codeOf('folder.db'), 'file_missing')
  })
})
