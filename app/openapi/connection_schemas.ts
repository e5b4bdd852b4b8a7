import { PROBES } from '#connectors/contracts'
import { ERROR_CODES } from '#connectors/error_codes'
import { engineNames, plannedEngines } from '#connectors/registry'
import { TEST_STATUSES, VISIBILITIES } from '#models/database_connection'
import { count, exactly, flag, id, listOf, moment, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

const targetCode: JsonSchema = { enum: [...Object.keys(ERROR_CODES), null] }

/** What `ConnectionTransformer`, `EngineTransformer` and `TestResultTransformer` let out. */
export const connectionSchemas: Record<string, JsonSchema> = {
  Connection: exactly({
    id,
    ownerId: id,
    name: text,
    type: { enum: engineNames },
    target: { ...text, description: 'Where it points, in one line without secrets.' },
    config: { type: 'object', description: "The engine's config fields, defaults filled in." },
    visibility: { enum: [...VISIBILITIES] },
    credentials: {
      type: 'object',
      description: 'Whether each credential is set, such as `passwordSet`.',
      additionalProperties: flag,
    },
    tags: listOf(text),
    lastTestedAt: orNull('string', 'date-time'),
    lastTestStatus: { enum: [...TEST_STATUSES, null] },
    lastTestCode: targetCode,
    lastTestError: orNull('string'),
    lastTestLatencyMs: orNull('integer'),
    serverVersion: orNull('string'),
    createdAt: moment,
    updatedAt: moment,
  }),
  Probe: exactly({
    name: { enum: [...PROBES] },
    status: { enum: ['passed', 'failed', 'skipped'] },
    ms: { ...orNull('number'), description: 'Null when the stage was not reached.' },
  }),
  TestAnswer: exactly({
    success: flag,
    testResult: exactly({
      message: { ...text, description: 'One sentence for people.' },
      error: orNull('string'),
      code: targetCode,
      field: { ...orNull('string'), description: 'Path of the field at fault, such as `tls.ca`.' },
      hint: orNull('string'),
      latencyMs: { type: 'number' },
      serverVersion: orNull('string'),
      readOnly: { ...orNull('boolean'), description: 'Whether the role itself could not write.' },
      probes: listOf(ref('Probe')),
    }),
  }),
  Engine: {
    anyOf: [
      exactly({
        name: { enum: engineNames },
        label: text,
        available: { const: true },
        capabilities: { type: 'object', additionalProperties: flag },
        probes: listOf({ enum: [...PROBES] }),
        config: listOf(ref('Field')),
        credentials: listOf(ref('Field')),
      }),
      exactly({
        name: { enum: plannedEngines.map(({ name }) => name) },
        label: text,
        available: { const: false },
      }),
    ],
  },
  Field: {
    type: 'object',
    description: 'One field of an engine: forms are made from it.',
    properties: {
      kind: { enum: ['text', 'integer', 'choice', 'boolean', 'pem', 'file', 'secret'] },
      name: { ...text, description: 'Path within `config`, or name within `credentials`.' },
      label: text,
      group: { enum: ['basics', 'security', 'advanced'] },
      required: flag,
      help: text,
      placeholder: text,
      when: exactly({ field: text, in: listOf(text) }),
      guardsCredentials: flag,
      maxLength: count,
      multiline: flag,
      pattern: text,
      min: { type: 'integer' },
      max: { type: 'integer' },
      options: listOf(exactly({ value: text, label: text })),
      default: { type: ['string', 'integer', 'boolean'] },
    },
    required: ['kind', 'name', 'label', 'group', 'required'],
    additionalProperties: false,
  },
}
