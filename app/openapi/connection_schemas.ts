import { PROBES } from '#connectors/contracts'
import { ERROR_CODES } from '#connectors/error_codes'
import { engineNames } from '#connectors/registry'
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
  Probe: exactly(
    {
      name: { enum: [...PROBES] },
      status: { enum: ['passed', 'failed', 'skipped'] },
      ms: { ...orNull('number'), description: 'Null when the stage was not reached.' },
    },
    { certificate: ref('ServedCertificate'), hostKey: ref('ServedHostKey') }
  ),
  ServedCertificate: {
    ...exactly({
      subject: text,
      issuer: text,
      validFrom: moment,
      validTo: moment,
      fingerprint: { ...text, description: 'SHA-256, as the field `tls.fingerprint` takes it.' },
    }),
    description: 'What the server showed at the stage tls, whether it was trusted or not.',
  },
  ServedHostKey: {
    ...exactly({
      type: text,
      fingerprint: { ...text, description: 'SHA-256, as the field `ssh.hostKey` takes it.' },
    }),
    description: 'What the SSH server showed at the stage ssh, whether it was approved or not.',
  },
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
      superuser: { ...orNull('boolean'), description: 'Whether the role may do anything.' },
      probes: listOf(ref('Probe')),
    }),
  }),
  Engine: exactly({
    name: { enum: engineNames },
    label: text,
    capabilities: { type: 'object', additionalProperties: flag },
    probes: listOf({ enum: [...PROBES] }),
    config: listOf(ref('Field')),
    credentials: listOf(ref('Field')),
    oneOf: {
      ...listOf(listOf(text)),
      description: 'Of each of these groups of config fields, exactly one is filled in.',
    },
    urlExamples: { ...listOf(text), description: 'Connection strings that are understood.' },
    hasGrants: { ...flag, description: 'Whether a script for a read-only role can be had.' },
  }),
  ReadUrl: exactly({
    type: { enum: engineNames },
    config: {
      type: 'object',
      description: "The engine's config fields, as far as they are known.",
    },
    credentials: { type: 'object', additionalProperties: text },
    missing: { ...listOf(text), description: 'Required fields that the string does not say.' },
    ignored: { ...listOf(text), description: 'Names of its parameters that no field stands for.' },
    remarks: { ...listOf(text), description: 'What is taken otherwise than it was written.' },
  }),
  Grants: exactly({ script: text, language: { enum: ['sql', 'javascript'] } }),
  Field: {
    type: 'object',
    description: 'One field of an engine: forms are made from it.',
    properties: {
      kind: { enum: ['text', 'integer', 'choice', 'boolean', 'pem', 'file', 'secret'] },
      name: { ...text, description: 'Path within `config`, or name within `credentials`.' },
      label: text,
      group: { enum: ['basics', 'security', 'tunnel', 'advanced'] },
      required: flag,
      help: text,
      placeholder: text,
      when: exactly({ field: text, in: listOf(text) }),
      guardsCredentials: flag,
      maxLength: count,
      multiline: flag,
      insteadOfPassword: {
        ...flag,
        description: 'Where this credential is set, nobody signs in with the password.',
      },
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
