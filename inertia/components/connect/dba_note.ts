import type { ConnectionInput, EngineDescription, TestResult } from '~/api/types'
import { valueAt } from '~/components/connect/form_values'
import type { Strings } from '~/strings/strings_context'

/** What somebody who runs the database needs to know to help; nothing secret is in it. */
export function dbaNote(
  { note, stages }: Strings['connect']['test'],
  engine: EngineDescription,
  config: ConnectionInput['config'],
  result: TestResult
): string {
  const failed = result.probes.find(({ status }) => status === 'failed')
  const lines = [
    note.subject(engine.label),
    '',
    ...engine.config
      .filter((field) => field.kind !== 'pem')
      .map(({ name, label }) => [label, valueAt(config, name)] as const)
      .filter(([, value]) => value !== undefined)
      .map(([label, value]) => note.field(label, String(value))),
    '',
    failed && note.stopsAt(stages[failed.name]),
    note.says(result.error ?? result.message),
    result.hint && note.hint(result.hint),
    result.code && note.code(result.code),
    note.when(new Date().toISOString()),
  ]
  return lines.filter((line) => typeof line === 'string').join('\n')
}
