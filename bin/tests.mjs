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

/** Some of them say how long something may take: they have the machine to themselves. */
const ALONE = [suites('unit', 'conformance')]

/** Each a lane of runs that share nothing with those of the other, so that two cores are not left idle. */
const LANES = [
  [suites('browser'), onServers('mariadb')],
  [suites('functional'), onServers('postgres')],
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
  const failed = await runLane(ALONE)
  if (availableParallelism() === 1) for (const lane of LANES) failed.push(...(await runLane(lane)))
  else failed.push(...(await Promise.all(LANES.map(runLane))).flat())
  if (failed.length > 0) fail(`${failed.length} of the runs failed:\n  ${failed.join('\n  ')}`)
}

/** The runs of a lane that failed. */
async function runLane(runs) {
  const failed = []
  for (const args of runs) {
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
