import { BaseTransformer } from '@adonisjs/core/transformers'
import type { Engine } from '#connectors/engine'
import type { ConfigField, CredentialField } from '#connectors/field'
import { patternOf } from '#connectors/field_patterns'

/** What a client must know of an engine to show its form and to understand its answers. */
export default class EngineTransformer extends BaseTransformer<Engine> {
  toObject() {
    const { name, label, capabilities, probes, config, credentials, oneOf, urls, grants } =
      this.resource
    return {
      name,
      label,
      capabilities,
      probes,
      config: config.map(withPattern),
      credentials: credentials.map(withPattern),
      oneOf: oneOf ?? [],
      urlExamples: urls.map(({ example }) => example),
      hasGrants: grants !== undefined,
    }
  }
}

/** A text without a pattern of its own is told none: what it may not hold nobody types. */
function withPattern<Described extends ConfigField | CredentialField>(field: Described) {
  const pattern = field.kind === 'text' ? field.pattern : patternOf(field)
  return pattern ? { ...field, pattern } : field
}
