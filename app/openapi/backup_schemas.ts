import { count, exactly, flag, listOf, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

/** What `connection_exports_controller` and `connection_imports_controller` answer. */
export const backupSchemas: Record<string, JsonSchema> = {
  Backup: exactly({
    file: { ...text, description: 'The whole file: keep it as it is.' },
    connections: { ...count, description: 'How many are in it.' },
    scope: {
      const: 'visible',
      description:
        'Shared connections and your own. Private ones of other members are never in it: the operator exports them.',
    },
  }),
  ImportReport: exactly({
    dryRun: flag,
    connections: {
      ...listOf(ref('ImportedConnection')),
      description: 'In the order of the file, without those that have problems.',
    },
    problems: {
      ...listOf(ref('ImportProblem')),
      description: 'Of a dry run: without it, nothing is imported and they are the `errors`.',
    },
  }),
  ImportedConnection: exactly({
    name: { ...text, description: 'In the file.' },
    action: { enum: ['create', 'rename', 'replace', 'skip'] },
    id: orNull('string', 'uuid'),
    savedAs: { ...orNull('string'), description: 'The name that it gets here.' },
    owner: { ...orNull('string'), description: 'Email of its owner here.' },
  }),
  ImportProblem: exactly(
    { code: text, message: text },
    { field: { ...text, description: 'Such as `connections.3.config.host`.' }, hint: text }
  ),
}
