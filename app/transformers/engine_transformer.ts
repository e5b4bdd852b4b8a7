import { BaseTransformer } from '@adonisjs/core/transformers'
import type { Engine } from '#connectors/engine'

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
      config,
      credentials,
      oneOf: oneOf ?? [],
      urlExamples: urls.map(({ example }) => example),
      hasGrants: grants !== undefined,
    }
  }
}
