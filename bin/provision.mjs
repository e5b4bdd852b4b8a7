/**
 * Makes sure of the servers and the browser that tests run against: what is missing is installed where that
 * needs nobody's password (root on Debian); elsewhere it says loudly which tests will be skipped. In CI
 * nothing may be skipped: it fails instead. It runs on the Node 24 that the dependencies bring.
 */
import { spawnSync } from 'node:child_process'
import { SOURCES, findProgram, isAvailable } from '../tests/support/servers/sources.ts'

const missing = () => Object.keys(SOURCES).filter((needed) => !isAvailable(needed))

if (missing().length > 0 && canInstall()) install(missing())

for (const needed of missing()) {
  const { label, variable, packages } = SOURCES[needed]
  say(
    `⚠ ${label} is missing: tests that need it ${process.env.CI ? 'cannot run' : 'WILL BE SKIPPED'}.`
  )
  say(`  Install it (Debian: apt-get install ${packages.join(' ')}), or set ${variable}.`)
}
if (process.env.CI && missing().length > 0) process.exitCode = 1

function canInstall() {
  return process.getuid?.() === 0 && findProgram('apt-get') !== null
}

function install(needed) {
  const packages = needed.flatMap((name) => SOURCES[name].packages)
  say(`› installing what tests need: ${packages.join(', ')} (a minute or two)`)
  apt('update')
  apt('install', '--yes', '--no-install-recommends', ...packages)
}

/** A failure is not the end: what is still missing is told, and perhaps skipped. */
function apt(...args) {
  const { status, stdout, stderr } = spawnSync('apt-get', ['-qq', ...args], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    encoding: 'utf8',
  })
  if (status !== 0) say(`⚠ apt-get ${args[0]} failed:\n${`${stdout}${stderr}`.slice(-1_000)}`)
}

function say(line) {
  process.stderr.write(`${line}\n`)
}
