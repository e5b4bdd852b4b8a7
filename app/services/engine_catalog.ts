import type { Engine } from '#connectors/engine'
import { engineNames, engines, plannedEngines } from '#connectors/registry'

/** Engines that can be used, and those announced. */
export const engineCatalog: {
  built: Engine[]
  planned: readonly { name: string; label: string }[]
} = { built: engineNames.map((name) => engines[name]), planned: plannedEngines }
