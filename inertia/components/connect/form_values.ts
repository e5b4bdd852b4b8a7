import type { EngineDescription, Connection, ConnectionInput, Field, Visibility } from '~/api/types'

/** What the form holds; dots in fields' names are nested objects. */
export interface FormValues {
  name: string
  config: Record<string, unknown>
  credentials: Record<string, string | null>
  visibility: Visibility
  tags: string[]
}

/** A field's place in the form: `config.tls.mode`, `credentials.password`. */
export type FieldPath = `config.${string}` | `credentials.${string}`

export function pathOf(field: Field): FieldPath {
  return field.kind === 'secret' ? `credentials.${field.name}` : `config.${field.name}`
}

export function fieldsOf(engine: EngineDescription): Field[] {
  const config = engine.config.map((field) => {
    const group = engine.oneOf.find((names) => names.includes(field.name))
    if (!group) return field
    const labelOf = (name: string) => engine.config.find((one) => one.name === name)?.label ?? name
    return { ...field, oneOf: group.map((name) => ({ name, label: labelOf(name) })) }
  })
  return [...config, ...engine.credentials]
}

/** The field that an answer of the server names, with or without its group in front. */
export function findField(
  engine: EngineDescription,
  named: string | null | undefined
): Field | null {
  if (!named) return null
  return fieldsOf(engine).find((field) => named === field.name || named === pathOf(field)) ?? null
}

/** The engine's defaults, or what is stored; credentials are always empty, for nobody can read them back. */
export function initialValues(
  engine: EngineDescription,
  connection: Connection | null
): FormValues {
  const config: FormValues['config'] = {}
  for (const field of engine.config) {
    const stored = connection && valueAt(connection.config, field.name)
    write(config, field.name, stored ?? defaultOf(field))
  }
  return {
    name: connection?.name ?? '',
    config,
    credentials: Object.fromEntries(engine.credentials.map(({ name }) => [name, ''])),
    visibility: connection?.visibility ?? 'tenant',
    tags: connection?.tags ?? [],
  }
}

/** Whether a field is asked for, given what else was chosen. */
export function applies({ when }: Field, config: FormValues['config']) {
  return !when || when.in.includes(String(valueAt(config, when.field)))
}

/** What is sent: fields that apply and are not empty. Empty credentials keep what is stored. */
export function toInput(engine: EngineDescription, values: FormValues): ConnectionInput {
  const config: ConnectionInput['config'] = {}
  for (const field of engine.config) {
    const value = valueAt(values.config, field.name)
    const told = typeof value === 'string' && field.kind !== 'pem' ? value.trim() : value
    if (applies(field, values.config) && told !== '' && told !== undefined && told !== null) {
      write(config, field.name, told)
    }
  }
  const credentials: ConnectionInput['credentials'] = {}
  for (const field of engine.credentials) {
    const value = values.credentials[field.name]
    if (applies(field, values.config) && value !== '' && value !== undefined) {
      credentials[field.name] = value
    }
  }
  return {
    name: values.name.trim(),
    type: engine.name,
    config,
    credentials,
    visibility: values.visibility,
    tags: values.tags,
  }
}

/** A name for a connection that has none yet, of what and where it is: `sales on db.example.com`. */
export function suggestName({ config }: FormValues) {
  const told = (...keys: string[]) =>
    keys
      .map((key) => config[key])
      .flatMap((value) => (typeof value === 'string' && value.trim() ? value.trim() : []))[0] ?? ''
  const file = told('file').replace(/\.[^.]+$/, '')
  if (file) return file
  // Of several members of a replica set, the first stands for all.
  const [where = ''] = told('host', 'account').split(',')
  return [told('database', 'serviceName', 'sid'), where.trim()].filter(Boolean).join(' on ')
}

export function valueAt(values: Record<string, unknown>, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], values)
}

function write(values: Record<string, unknown>, path: string, value: unknown) {
  const steps = path.split('.')
  const last = steps.pop() ?? path
  let at = values
  for (const step of steps) at = (at[step] ??= {}) as Record<string, unknown>
  at[last] = value
}

function defaultOf(field: EngineDescription['config'][number]) {
  return 'default' in field && field.default !== undefined ? field.default : ''
}
