/** `npm run check`: everything that must hold before a change lands, the same here and in CI. */
import {
  ensureBuild,
  ensureDependencies,
  ensureNode24,
  generateCode,
  run,
  say,
} from './workspace.mjs'

const steps = [
  ['format', () => run('prettier', ['--check', '--log-level=warn', '.'])],
  ['lint and laws', () => run('eslint', ['--max-warnings=0', '.'])],
  ['types', types],
  ['build', ensureBuild],
  ['tests', () => run('node', ['bin/tests.mjs'])],
]

ensureDependencies()
await ensureNode24()
generateCode()
for (const [name, step] of steps) {
  const started = performance.now()
  say(name)
  step()
  say(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

function types() {
  run('tsc', ['--noEmit'])
  run('tsc', ['--noEmit', '--project', 'inertia/tsconfig.json'])
}
