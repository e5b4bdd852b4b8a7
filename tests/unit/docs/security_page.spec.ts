import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { groups } from '#tests/security/groups'
import { casesIn, lineOf } from '#tests/security/table'

test.group('The page about security', () => {
  test('has every attack of the suite with its expected outcome, and no others', async ({
    assert,
  }) => {
    const page = await readFile(app.makePath('docs/security.md'), 'utf8')
    const cases = groups.flatMap(({ title, cases: ofGroup }) =>
      ofGroup.map(({ attack, expected }) => lineOf(title, attack, expected))
    )
    assert.deepEqual(casesIn(page), cases)
  })

  test('no attack has the name of another', ({ assert }) => {
    for (const { title, cases } of groups) {
      const names = cases.map(({ attack }) => attack)
      assert.lengthOf(names, new Set(names).size, title)
    }
  })
})
