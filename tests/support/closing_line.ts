import type { NamedReporterContract } from '@japa/runner/types'

/** Ends the output with one plain line, whatever reporter came before: `12 passed, 0 failed, 1 skipped`. */
export function closingLine(): NamedReporterContract {
  return {
    name: 'closing_line',
    handler(runner, emitter) {
      emitter.on('runner:end', () => {
        const { passed, failed, skipped } = runner.getSummary().aggregates
        process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`)
      })
    },
  }
}
