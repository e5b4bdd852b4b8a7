import type { TestState } from '~/hooks/use_connection_test'
import type { Strings } from '~/strings/strings_context'

/** For those who hear the page: one short sentence a change. What was refused is an alert of its own. */
export function testAnnouncement(state: TestState, t: Strings['connect']['test']): string {
  switch (state.phase) {
    case 'running': {
      const last = state.probes.at(-1)
      return last ? t.stageIs(t.stages[last.name], t.statuses[last.status]) : t.testing
    }
    case 'stopped':
      return t.stopped
    case 'done': {
      const { success, message, error } = state.result
      return success ? t.hasPassed(message) : t.hasFailed(error ?? message)
    }
    default:
      return ''
  }
}
