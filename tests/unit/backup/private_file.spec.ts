import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { MAX_FILE_BYTES } from '#services/backup/backup_limits'
import { readTextFile, refuseExisting, writePrivateFile } from '#services/backup/private_file'

test.group('A private file', (group) => {
  let folder = ''
  const at = (name: string) => join(folder, name)

  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'private-file-'))
    return () => rm(folder, { recursive: true })
  })

  test('is for its owner’s eyes, whatever the umask, and nothing is left beside it', async ({
    assert,
    cleanup,
  }) => {
    const umask = process.umask(0)
    cleanup(() => void process.umask(umask))
    await writePrivateFile(at('a'), 'text', false)

    assert.equal((await stat(at('a'))).mode & 0o777, 0o600)
    assert.equal(await readFile(at('a'), 'utf8'), 'text')
    assert.deepEqual(await readdir(folder), ['a'])
  })

  test('overwrites nothing unless that is said', async ({ assert }) => {
    await writeFile(at('old'), 'old', { mode: 0o644 })
    await assert.rejects(() => refuseExisting(at('old')), /There is already something at/)
    await assert.rejects(() => writePrivateFile(at('old'), 'new', false), /already something at/)
    assert.equal(await readFile(at('old'), 'utf8'), 'old')
    await refuseExisting(at('absent'))
    await writePrivateFile(at('old'), 'new', true)

    assert.equal(await readFile(at('old'), 'utf8'), 'new')
    assert.equal((await stat(at('old'))).mode & 0o777, 0o600)
    assert.deepEqual(await readdir(folder), ['old'])
  })

  test('is never written through a link', async ({ assert }) => {
    await writeFile(at('target'), 'old')
    await symlink(at('target'), at('link'))
    await symlink(at('nowhere'), at('dangling'))
    for (const name of ['link', 'dangling']) {
      await assert.rejects(() => refuseExisting(at(name)))
      await assert.rejects(() => writePrivateFile(at(name), 'new', false))
    }
    await writePrivateFile(at('link'), 'new', true)

    assert.equal(await readFile(at('target'), 'utf8'), 'old')
    assert.sameMembers(await readdir(folder), ['target', 'link', 'dangling'])
  })

  test('that cannot be written leaves nothing behind', async ({ assert }) => {
    await mkdir(at('folder'))
    await assert.rejects(() => writePrivateFile(at('folder'), 'x', true), /cannot be written/)
    await assert.rejects(() => writePrivateFile(at('no/such'), 'x', false), /\(ENOENT\)/)

    assert.deepEqual(await readdir(folder), ['folder'])
  })

  test('is read up to a size, as UTF-8', async ({ assert }) => {
    await writeFile(at('text'), '\ufeffżółć')
    await writeFile(at('binary'), Buffer.from([0xff, 0xfe]))
    await writeFile(at('large'), '')
    const large = Buffer.alloc(MAX_FILE_BYTES + 1, 'a')
    await writeFile(at('large'), large)

    assert.equal(await readTextFile(at('text')), 'żółć')
    await assert.rejects(() => readTextFile(at('binary')), 'This file is not a backup.')
    await assert.rejects(() => readTextFile(at('large')), /larger than 64 MB/)
    await assert.rejects(() => readTextFile(at('absent')), /cannot be read \(ENOENT\)/)
    await assert.rejects(() => readTextFile(folder), /cannot be read \(EISDIR\)/)
  })
})
