import { engineNames, type EngineName } from '#connectors/registry'
import { ref, type JsonSchema } from '#openapi/json_schema'
import { connectionValidators } from '#validators/connection'

/** The bodies of requests about connections, from the validators of each engine. */
export const bodySchemas: Record<string, JsonSchema> = Object.fromEntries(
  engineNames.flatMap((type) => {
    const whole = connectionValidators[type].connection.toJSONSchema()
    const test = connectionValidators[type].test.toJSONSchema()
    return [
      [connectionName(type), whole],
      [`${connectionName(type)}Patch`, patchOf(whole)],
      [`${connectionName(type)}Test`, test],
      [`${connectionName(type)}StoredTest`, storedTestOf(test)],
    ]
  })
)

export const connectionBody: JsonSchema = { anyOf: refs('') }
export const patchBody: JsonSchema = { anyOf: refs('Patch') }
export const testBody: JsonSchema = { anyOf: [...refs('Test'), ...refs('StoredTest')] }

/** One schema an engine; its `type` tells them apart. */
function refs(suffix: string): JsonSchema[] {
  return engineNames.map((type) => ref(connectionName(type) + suffix))
}

function connectionName(type: EngineName): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}Connection`
}

/** Nothing is required, and null takes a field of `config` away. */
function patchOf({ required, allOf, properties, ...rest }: JsonSchema): JsonSchema {
  return { ...rest, properties: { ...properties, config: loosened(properties?.config ?? true) } }
}

function loosened(schema: JsonSchema | boolean): JsonSchema | boolean {
  if (typeof schema === 'boolean') return schema
  const { required, default: usual, properties, ...rest } = schema
  if (!properties) return { anyOf: [rest, { type: 'null' }] }
  const entries = Object.entries(properties).map(([name, inner]) => [name, loosened(inner)])
  return { ...rest, properties: Object.fromEntries(entries) }
}

/** With `connectionId`, what is omitted comes from the stored connection. */
function storedTestOf({ allOf, ...rest }: JsonSchema): JsonSchema {
  return { ...rest, required: ['connectionId'] }
}
