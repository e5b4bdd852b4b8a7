/**
 * `npm test [-- suite] [-- --files=…]`: provides what the tests need, then runs them; when nothing is chosen, all of
 * them, and the functional suite again with servers as the application's own database, cache and limits.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import {
  ensureBuild,
  ensureDependencies,
  ensureNode24,
  environment,
  fail,
  root,
  run,
} from './workspace.mjs'

const LOADER = '--import=@poppinss/ts-exec'
const suites = (...chosen) => [LOADER, 'bin/test.ts', ...chosen]
const onServers = (kind) => [LOADER, 'tests/support/on_servers.ts', kind]

/** They share nothing, so that two at a time leave no core idle; the shorter ones last, lest one is left to run alone. */
const RUNS = [
  suites('unit'),
  suites('conformance'),
  suites('browser'),
  suites('functional'),
  onServers('postgres'),
  onServers('mariadb'),
]

/** Runs in the order of their start. The first of them speaks as it goes; what the others say waits for their turn. */
const speakers = []

ensureDependencies()
await ensureNode24()
run('node', ['bin/provision.mjs'])
ensureBuild()
const chosen = process.argv.slice(2)
if (chosen.length > 0) run('node', suites(...chosen))
else await runAll()

async function runAll() {
  const waiting = [...RUNS]
  const lanes = Array.from({ length: Math.min(availableParallelism(), 2) }, () => runLane(waiting))
  const failed = (await Promise.all(lanes)).flat()
  if (failed.length > 0) fail(`${failed.length} of the runs failed:\n  ${failed.join('\n  ')}`)
}

/** Takes one run after the other, as long as any waits; resolves with those that failed. */
async function runLane(waiting) {
  const failed = []
  for (let args = waiting.shift(); args; args = waiting.shift()) {
    if ((await runToEnd(args)) !== 0) failed.push(`node ${args.join(' ')}`)
  }
  return failed
}

function runToEnd(args) {
  const child = spawn('node', args, { cwd: root, env: environment() })
  const run = { unsaid: [`› tests: ${args.slice(1).join(' ')}\n`], hasEnded: false }
  speakers.push(run)
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      run.unsaid.push(chunk)
      speak()
    })
  }
  return new Promise((resolve) =>
    child.on('close', (code) => {
      run.hasEnded = true
      speak()
      resolve(code)
    })
  )
}

function speak() {
  while (speakers.length > 0) {
    for (const chunk of speakers[0].unsaid.splice(0)) process.stdout.write(chunk)
    if (!speakers[0].hasEnded) return
    speakers.shift()
  }
}
