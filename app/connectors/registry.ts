import type { Engine } from '#connectors/engine'
import * as exported from '#connectors/engines'

const { PLANNED, ...built } = exported

export type EngineName = keyof typeof built

/** The engines that can be used, by name. */
export const engines: Record<EngineName, Engine> = built

export const engineNames = Object.keys(built) as EngineName[]

export const plannedEngines = PLANNED

export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(engines, name)
}
