import type { Connection, EngineDescription } from '~/api/types'
import { type FormValues, toInput, valueAt } from '~/components/connect/form_values'

/** A credential that is stored already, and can be kept, replaced or cleared. */
export interface StoredSecret {
  /**
   * Labels of what was changed since it was entered and decides who receives it. While there are any, it has to be
   * entered again.
   */
  changed: string[]
}

/** By the names of the credentials. */
export type StoredSecrets = Record<string, StoredSecret | undefined>

/** Of a new connection, none. */
export function storedSecrets(
  engine: EngineDescription,
  editing: Connection | null,
  values: FormValues
): StoredSecrets {
  if (!editing) return {}
  const { config } = toInput(engine, values)
  const changed = engine.config
    .filter(({ guardsCredentials }) => guardsCredentials)
    .filter((field) => effective(config, field) !== effective(editing.config, field))
    .map(({ label }) => label)
  return Object.fromEntries(
    Object.entries(editing.credentials)
      .filter(([, isSet]) => isSet)
      .map(([flag]) => [flag.replace(/Set$/, ''), { changed }])
  )
}

/** What a field amounts to where nobody filled it in. */
function effective(
  config: Record<string, unknown>,
  field: EngineDescription['config'][number]
): unknown {
  return valueAt(config, field.name) ?? ('default' in field ? field.default : undefined)
}
