import type { TestResult } from '#connectors/contracts'
import type { TestFigures } from '#services/connection_values'

/** What is kept of a test, as far as the columns reach. */
export function figuresOf(result: TestResult): TestFigures {
  return {
    lastTestStatus: result.success ? 'passed' : 'failed',
    lastTestCode: result.code,
    lastTestError: result.error,
    lastTestLatencyMs: Math.round(result.latencyMs),
    serverVersion: result.serverVersion?.slice(0, 120) ?? null,
  }
}
