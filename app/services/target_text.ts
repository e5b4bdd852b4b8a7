import type { Engine } from '#connectors/engine'

/** Where a connection points, as far as its column reaches. */
export function targetText(engine: Engine, config: Record<string, unknown>): string {
  return engine.describeTarget(config).slice(0, 500)
}
