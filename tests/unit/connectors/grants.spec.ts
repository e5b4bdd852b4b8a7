import { test } from '@japa/runner'
import fc from 'fast-check'
import { ConnectorError } from '#connectors/connector_error'
import { PASSWORD_PLACEHOLDER } from '#connectors/grants'
import { engineNames, engines } from '#connectors/registry'

const withGrants = engineNames.filter((name) => engines[name].grants)

/** How each engine quotes: what is between these is a name or a text, its own mark doubled or escaped. */
const QUOTED: Record<string, RegExp> = {
  javascript: /"(?:[^"\\]|\\.)*"/g,
  sql: /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[(?:[^\]]|\]\])*\]|'(?:[^']|'')*'/g,
}

test.group('Scripts for a read-only role', () => {
  test('{$self} writes one that leaves the password to be replaced')
    .with(withGrants)
    .run(({ assert }, name) => {
      const script = engines[name].grants?.write({ role: 'r', schemas: [], database: null }) ?? ''
      assert.include(script, PASSWORD_PLACEHOLDER)
      assert.match(script, /replace/i)
      assert.notMatch(script, /undefined|null|\[object/)
      assert.notMatch(script, /\b(INSERT|UPDATE|DELETE|DROP|readWrite|dbOwner)\b/)
    })

  test('{$self} lets no name out of its quotes')
    .with(withGrants)
    .run(({ assert }, name) => {
      const { grants } = engines[name]
      const hostile = fc
        .array(fc.constantFrom(...`"'\`]);-- /*\\$\u2028`, 'x', 'HOSTILE'), {
          minLength: 1,
          maxLength: 8,
        })
        .map((parts) => `${parts.join('')}HOSTILE`)
      fc.assert(
        fc.property(hostile, hostile, hostile, (role, schema, database) => {
          try {
            const script = grants?.write({ role, schemas: [schema], database }) ?? ''
            const bare = script
              .replace(/(^|\n)(--|\/\/)[^\n]*/g, '')
              .replace(QUOTED[grants?.language ?? ''] ?? /$^/, '?')
            assert.notInclude(bare, 'HOSTILE')
          } catch (error) {
            if (!(error instanceof ConnectorError)) throw error
            assert.include(role + schema, '"')
          }
        }),
        { numRuns: 500 }
      )
    })
})
