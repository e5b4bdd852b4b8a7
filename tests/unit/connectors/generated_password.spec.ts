import { test } from '@japa/runner'
import fc from 'fast-check'
import type { Engine } from '#connectors/engine'
import { generatePassword } from '#connectors/generated_password'
import { type PasswordRules, USUAL_PASSWORDS } from '#connectors/password_rules'
import { engineNames, engines } from '#connectors/registry'

/** Disjoint alphabets of one to ten characters, and a length that has room for all of them. */
const anyRules: fc.Arbitrary<PasswordRules> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 4 }),
    ofEach: fc.integer({ min: 0, max: 2 }),
    more: fc.integer({ min: 0, max: 20 }),
  })
  .map(({ sizes, ofEach, more }) => ({
    length: sizes.length * ofEach + more + 1,
    alphabets: sizes.map((size, i) =>
      Array.from({ length: size }, (_, j) => String.fromCharCode(0x30 + i * 10 + j)).join('')
    ),
    ofEach,
  }))

test.group('Generated passwords', () => {
  test('keep whatever rules there are', () => {
    fc.assert(
      fc.property(anyRules, (rules) => {
        const password = generatePassword(rules)
        const all = rules.alphabets.join('')
        return (
          password.length === rules.length &&
          [...password].every((character) => all.includes(character)) &&
          rules.alphabets.every((one) => countIn(password, one) >= rules.ofEach)
        )
      })
    )
  })

  test('refuse rules that nothing can keep', ({ assert }) => {
    const rules = { length: 3, alphabets: ['a', 'b'], ofEach: 2 }
    assert.throws(() => generatePassword(rules), RangeError)
    const empty = { length: 3, alphabets: [''], ofEach: 0 }
    assert.throws(() => generatePassword(empty), RangeError)
  })

  test('every character is as likely as any other, at every place', ({ assert }) => {
    const rules = { length: 8, alphabets: ['abcdefg'], ofEach: 0 }
    const drawn = Array.from({ length: 7_000 }, () => generatePassword(rules))
    for (let place = 0; place < rules.length; place++) {
      const counts = [...'abcdefg'].map(
        (character) => drawn.filter((password) => password[place] === character).length
      )
      // Six degrees of freedom: once in a thousand million runs it is above 55.
      const chiSquared = counts.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)
      assert.isBelow(chiSquared, 55, `place ${place}: ${counts}`)
    }
  })

  test('are never the same twice', ({ assert }) => {
    const drawn = Array.from({ length: 1_000 }, () => generatePassword(USUAL_PASSWORDS))
    assert.lengthOf([...new Set(drawn)], 1_000)
  })

  test('{$self}: has rules when its passwords can be changed, and only then')
    .with(engineNames)
    .run(({ assert }, name) => {
      const { capabilities, passwordRules }: Engine = engines[name]
      assert.equal(passwordRules !== undefined, capabilities.supportsPasswordChange ?? false)
    })

  test('{$self}: nobody guesses them, and nothing has to escape them')
    .with(engineNames.filter((name) => engines[name].capabilities.supportsPasswordChange))
    .run(({ assert }, name) => {
      const rules = (engines[name] as Engine).passwordRules ?? USUAL_PASSWORDS
      assert.isAtLeast(bitsOf(rules), 128)
      assert.match(rules.alphabets.join(''), /^[A-Za-z0-9_-]+$/)
      const characters = [...rules.alphabets.join('')]
      assert.lengthOf([...new Set(characters)], characters.length)
    })
})

function countIn(text: string, alphabet: string): number {
  return [...text].filter((character) => alphabet.includes(character)).length
}

/** At least: every character that must be of one alphabet is counted as one of the smallest. */
function bitsOf({ length, alphabets, ofEach }: PasswordRules): number {
  const free = length - alphabets.length * ofEach
  const forced = alphabets.reduce((bits, one) => bits + ofEach * Math.log2(one.length), 0)
  return free * Math.log2(alphabets.join('').length) + forced
}
