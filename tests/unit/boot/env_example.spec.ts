import { readFile } from 'node:fs/promises'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

const read = (path: string) => readFile(app.makePath(path), 'utf8')

test.group('.env.example', () => {
  test('names the variables that the server reads, and no others', async ({ assert }) => {
    const [example, source] = await Promise.all([read('.env.example'), read('start/env.ts')])
    const documented = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)]
    const schema = [...source.matchAll(/^ {2}([A-Z_]+): /gm)]
    const names = (matches: RegExpExecArray[]) => matches.map(([, name]) => name).sort()
    assert.include(names(schema), 'APP_KEY')
    assert.deepEqual(names(documented), names(schema))
  })

  test('explains each variable right above it', async ({ assert }) => {
    const example = await read('.env.example')
    const lines = example.split('\n')
    for (const [at, line] of lines.entries()) {
      if (/^(?:# )?[A-Z_]+=/.test(line)) assert.match(lines[at - 1] ?? '', /^# .*[.:] ?.*$/, line)
    }
  })

  test('holds no key that somebody could forget to replace', async ({ assert }) => {
    const example = await read('.env.example')
    for (const name of ['APP_KEY', 'CREDENTIAL_ENCRYPTION_KEY']) {
      assert.match(example, new RegExp(`^${name}=$`, 'm'))
    }
  })
})
