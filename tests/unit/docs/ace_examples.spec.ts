import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import ace from '@adonisjs/core/services/ace'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'

/** What a page tells people to type. */
const CALL = /(?:npm run ace --|node ace(?:\.js)?) ([a-z][a-z:_-]*)([^`\n|]*)/g

interface Example {
  page: string
  name: string
  args: string[]
}

async function examples(): Promise<Example[]> {
  const pages = globSync(['*.md', 'docs/**/*.md', '.env.example'], { cwd: app.makePath() })
  const found = await Promise.all(
    pages.map(async (page) => {
      const text = await readFile(app.makePath(page), 'utf8')
      return [...text.matchAll(CALL)].map(([, name = '', rest = '']) => {
        const [typed = ''] = rest.split(/ (?:#|<|>|&&) ?/)
        return { page, name, args: typed.split(' ').filter(Boolean) }
      })
    })
  )
  return found.flat()
}

test.group('The commands in the documentation', () => {
  test('exist, with the options that are shown and all that they need', async ({ assert }) => {
    await ace.boot()
    const shown = await examples()
    const problems: string[] = []
    for (const { page, name, args } of shown) {
      const command = ace.getCommand(name)
      if (!command) {
        if (name !== 'list' && name !== 'help') problems.push(`${page}: there is no ${name}`)
        continue
      }
      const flags = command.flags.map(({ flagName }) => flagName)
      const given = args
        .filter((arg) => arg.startsWith('--'))
        .map((arg) => arg.slice(2).split('=')[0])
      for (const flag of given) {
        if (!flags.includes(flag ?? '')) problems.push(`${page}: ${name} has no --${flag}`)
      }
      // A bare mention of a command shows no use of it.
      if (args.length === 0) continue
      for (const { flagName, required } of command.flags) {
        if (required && !given.includes(flagName))
          problems.push(`${page}: ${name} needs --${flagName}`)
      }
    }

    assert.deepEqual(problems, [])
    assert.isAbove(shown.length, 2)
  })
})
