import type { NamedReporterContract } from '@japa/runner/types'

/**
 * Ends the output with one plain line, whatever reporter came before: `12 passed, 0 failed, 1 skipped`; and names what
 * passed only when it was tried again, which somebody has to look into.
 */
export function closingLine(): NamedReporterContract {
  return {
    name: 'closing_line',
    handler(runner, emitter) {
      const unsteady: string[] = []
      emitter.on('test:end', ({ title, hasError, retryAttempt = 1 }) => {
        if (!hasError && retryAttempt > 1) unsteady.push(title.expanded)
      })
      emitter.on('runner:end', () => {
        const { passed, failed, skipped } = runner.getSummary().aggregates
        process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`)
        for (const title of unsteady)
          process.stdout.write(`passed only when tried again: ${title}\n`)
      })
    },
  }
}
