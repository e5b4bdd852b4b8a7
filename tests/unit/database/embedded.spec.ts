import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { test } from '@japa/runner'
import Database from 'better-sqlite3'
import { prepareEmbedded } from '#database/embedded'

test.group('The embedded database, locked by another process', (group) => {
  let folder: string
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-embedded-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('is waited for without keeping the process from anything else', async ({
    assert,
    cleanup,
  }) => {
    const file = join(folder, 'varlor.sqlite')
    const [ours, theirs] = [new Database(file), new Database(file)]
    cleanup(() => [ours, theirs].forEach((one) => one.close()))
    prepareEmbedded(ours)
    ours.exec('create table things (id integer)')
    theirs.exec('begin immediate')

    const insert = ours.prepare('insert into things values (?)')
    const writing: unknown = insert.run(1)
    assert.instanceOf(writing, Promise)
    await pause(50)
    assert.deepEqual(ours.prepare('select * from things').all(), [])
    theirs.exec('commit')
    assert.equal(((await writing) as { changes: number }).changes, 1)
    assert.equal(insert.run(2).changes, 1)
  })

  test('is not waited for by a transaction whose reading is out of date', ({ assert, cleanup }) => {
    const file = join(folder, 'varlor.sqlite')
    const [ours, theirs] = [new Database(file), new Database(file)]
    cleanup(() => [ours, theirs].forEach((one) => one.close()))
    prepareEmbedded(ours)
    ours.exec('create table things (id integer)')
    ours.prepare('begin').run()
    ours.prepare('select * from things').all()
    theirs.exec('insert into things values (1)')
    assert.throws(() => ours.prepare('insert into things values (2)').run(), 'database is locked')
  })
})
