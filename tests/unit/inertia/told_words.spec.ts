import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from '@japa/runner'

const ROOT = join(import.meta.dirname, '../../../inertia')
const PLACES = globSync('strings/told/*.ts', { cwd: ROOT }).map((path) =>
  path.replace(/^.*\/|\.ts$/g, '').replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
)

interface SourceFile {
  /** Places whose words it says. */
  says: string[]
  /** Places whose words it brings. */
  brings: string[]
  imports: string[]
  /** What it imports once it is needed. */
  importsLater: string[]
}

/**
 * The words of a place come with the pages that say them. Types take all of them for granted, so that a page which lacks
 * some fails only when it is opened.
 */
test.group('Words that come with their place', () => {
  test('{$self} brings all that it says')
    .with(globSync('pages/**/*.tsx', { cwd: ROOT }))
    .run(({ assert }, path) => {
      const page = reach([join(ROOT, path)])
      assert.isAbove(page.size, 1)
      assert.deepEqual(lacking(page), [])
      for (const later of [...page].flatMap((file) => read(file).importsLater)) {
        assert.deepEqual(lacking(reach([later, ...page])), [], later)
      }
    })

  test('notices a place that is missing', ({ assert }) => {
    const explorer = join(ROOT, 'components/explore/explorer.tsx')
    assert.deepEqual(lacking(reach([explorer])), ['explore'])
  })
})

function lacking(files: ReadonlySet<string>): string[] {
  const all = [...files].map(read)
  const brought = new Set(all.flatMap(({ brings }) => brings))
  return [...new Set(all.flatMap(({ says }) => says))].filter((place) => !brought.has(place))
}

/** These files, and all that they import at once. */
function reach(files: string[]): Set<string> {
  const found = new Set<string>()
  for (const waiting = [...files]; waiting.length > 0;) {
    const file = waiting.pop()
    if (!file || found.has(file)) continue
    found.add(file)
    waiting.push(...read(file).imports)
  }
  return found
}

function read(file: string): SourceFile {
  const text = readFileSync(file, 'utf8')
  const all = (pattern: RegExp) => [...text.matchAll(pattern)].map(([, first = '']) => first)
  const whole = all(/const (\w+) = useStrings\(\)(?!\.)/g)
  const names = [
    ...all(/useStrings\(\)\.(\w+)/g),
    ...all(/\{([^}]*)\} = useStrings\(\)(?!\.)/g).flatMap((list) => list.match(/\w+/g) ?? []),
    ...whole.flatMap((name) => all(new RegExp(`\\b${name}\\.(\\w+)`, 'g'))),
  ]
  return {
    says: PLACES.filter((place) => names.includes(place)),
    brings: PLACES.filter((place) => all(/^tell\(\{ (\w+) \}\)/gm).includes(place)),
    imports: all(/^(?:import|export) (?!type)(?:[^'"]*? from )?'([~.][^']*)'/gm).flatMap(
      located(file)
    ),
    importsLater: all(/\bimport\('([~.][^']*)'\)/g).flatMap(located(file)),
  }
}

/** Style sheets and pictures say nothing. */
function located(from: string) {
  return (specifier: string): string[] => {
    const base = specifier.startsWith('~/')
      ? join(ROOT, specifier.slice(2))
      : join(dirname(from), specifier)
    return ['.ts', '.tsx'].map((end) => base + end).filter((path) => existsSync(path))
  }
}
