import vine from '@vinejs/vine'
import type { Engine } from '#connectors/engine'
import { engineNames, engines, isEngineName, type EngineName } from '#connectors/registry'
import { VISIBILITIES } from '#models/database_connection'
import { displayName } from '#validators/display_name'
import { documented } from '#validators/documented'
import { conditions } from '#validators/field_conditions'
import { FieldMessages, messagesFor } from '#validators/field_messages'
import { configSchema, credentialsSchema } from '#validators/field_schemas'
import type { JsonSchema } from '#openapi/json_schema'
import { isObject, strictObject } from '#validators/strict_object'

/** The body of a create, or of an update once what is stored has been merged in. */
export interface ConnectionBody {
  name: string
  type: EngineName
  config: Record<string, unknown>
  /** Null clears, absence keeps. */
  credentials?: Record<string, string | null | undefined>
  visibility?: (typeof VISIBILITIES)[number]
  tags?: string[]
}

/** The body of a test without saving; what is omitted comes from the stored connection. */
export type TestBody = Pick<ConnectionBody, 'type' | 'config' | 'credentials'> & {
  connectionId?: string
}

const MAX_TAGS = 20

const tag = () =>
  vine
    .string()
    .minLength(1)
    .maxLength(40)
    .regex(/^[^\p{Cc}]+$/u)
    .use(documented({ examples: ['finance'] }))

/** Before they are compared with each other: tags that differ only in spelling are the same tag. */
function spelled(tags: unknown): unknown {
  if (!Array.isArray(tags)) return tags
  return tags.map((one: unknown) => (typeof one === 'string' ? one.trim().normalize('NFC') : one))
}

export const connectionId = () => vine.string().uuid()

function connectionSchema(engine: Engine) {
  return strictObject({
    name: displayName('Sales'),
    ...engineProperties(engine),
    visibility: vine.enum(VISIBILITIES).optional(),
    tags: vine.array(tag()).maxLength(MAX_TAGS).parse(spelled).distinct().optional(),
  }).use(conditions(engine))
}

function testSchema(engine: Engine) {
  return strictObject({
    ...engineProperties(engine),
    connectionId: connectionId().optional(),
  }).use(conditions(engine))
}

function engineProperties(engine: Engine) {
  return {
    type: vine.enum([engine.name]),
    config: configSchema(engine.config),
    credentials: credentialsSchema(engine.credentials).optional(),
  }
}

function speaking<Validator extends { messagesProvider: unknown }>(
  validator: Validator,
  messages: FieldMessages
): Validator {
  validator.messagesProvider = messages
  return validator
}

interface EngineValidators {
  connection: { validate(body: unknown): Promise<ConnectionBody>; toJSONSchema(): JsonSchema }
  test: { validate(body: unknown): Promise<TestBody>; toJSONSchema(): JsonSchema }
}

/** Compiled once an engine. Their types are asserted, for the fields are known only at run time. */
export const connectionValidators = Object.fromEntries(
  engineNames.map((type) => [
    type,
    {
      connection: speaking(
        vine.create(connectionSchema(engines[type])),
        messagesFor(engines[type])
      ),
      test: speaking(vine.create(testSchema(engines[type])), messagesFor(engines[type])),
    },
  ])
) as unknown as Record<EngineName, EngineValidators>

/** Validates a whole connection against its engine's own fields. Throws E_VALIDATION_ERROR. */
export async function validateConnection(body: unknown): Promise<ConnectionBody> {
  return connectionValidators[await engineOf(body)].connection.validate(body)
}

/** Validates what is to be tested. Throws E_VALIDATION_ERROR. */
export async function validateTest(body: unknown): Promise<TestBody> {
  return connectionValidators[await engineOf(body)].test.validate(body)
}

const known = vine.createRule(
  function engine(value, _, field) {
    if (typeof value !== 'string' || isEngineName(value)) return
    field.report(`The type must be one of ${engineNames.join(', ')}.`, 'enum', field)
  },
  { toJSONSchema: (schema) => void (schema.enum = engineNames) }
)

const typeValidator = speaking(
  vine.create(vine.object({ type: vine.string().use(known()) }).allowUnknownProperties<unknown>()),
  new FieldMessages()
)

async function engineOf(body: unknown): Promise<EngineName> {
  const { type } = await typeValidator.validate(isObject(body) ? body : {})
  return type as EngineName
}
