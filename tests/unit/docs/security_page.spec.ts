import { test } from '@japa/runner'
import { groups } from '#tests/security/groups'
import { casesIn, lineOf, securityPage } from '#tests/security/table'

test.group('The page about security', () => {
  test('has every attack of the suite with its expected outcome, and no others', async ({
    assert,
  }) => {
    const cases = groups.flatMap(({ title, cases: ofGroup }) =>
      ofGroup.map(({ attack, expected }) => lineOf(title, attack, expected))
    )
    assert.deepEqual(casesIn(await securityPage.read()), cases)
  })

  test('no attack has the name of another', ({ assert }) => {
    for (const { title, cases } of groups) {
      const names = cases.map(({ attack }) => attack)
      assert.lengthOf(names, new Set(names).size, title)
    }
  })
})
