import type { Group, Test } from '@japa/runner/core'
import { type Needed, SOURCES, findProgram, isAvailable } from '#tests/support/servers/sources'

/** Path of the server's program; throws when there is none. */
export function programFor(needed: Needed): string {
  const { label, variable, programs } = SOURCES[needed]
  const program = findProgram(...programs)
  if (program) return program
  throw new Error(
    `${label} is missing: install it, or set ${variable} (looked for ${programs.join(', ')})`
  )
}

const skipped = new Map<Needed, number>()

/**
 * Skips the group's tests, and says so at the end of the run, where a server cannot be had. In CI they run,
 * and fail. Returns whether they run: `if (needs(group, 'redis')) group.setup(…)`.
 */
export function needs(group: Group, needed: Needed): boolean {
  if (isAvailable(needed) || process.env.CI) return true
  group.tap((test: Test) => {
    test.skip(true, `${SOURCES[needed].label} is missing`)
    skipped.set(needed, (skipped.get(needed) ?? 0) + 1)
  })
  return false
}

const notRun = new Map<string, string>()

/**
 * Notes that a real server was not there to prove something on that its stand-in proves too: that fails nothing, in CI
 * either, and is said at the end of the run.
 */
export function notProvedOn(server: string, remedy: string): void {
  notRun.set(server, remedy)
}

/** One loud line for each missing server. */
export function reportSkipped(): void {
  for (const [server, remedy] of notRun) {
    process.stderr.write(
      `\n⚠ NOT RUN on ${server}, which is missing: its stand-in was used. ${remedy}.\n`
    )
  }
  for (const [needed, count] of skipped) {
    const { label, variable } = SOURCES[needed]
    process.stderr.write(
      `\n⚠ SKIPPED ${count} tests: ${label} is missing. Install it, or set ${variable}.\n`
    )
  }
}
