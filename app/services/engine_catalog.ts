import type { Engine } from '#connectors/engine'
import { engineNames, engines } from '#connectors/registry'

/** Every engine, for whoever lists them. */
export const engineCatalog: readonly Engine[] = engineNames.map((name) => engines[name])
