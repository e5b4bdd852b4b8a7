import type { Engine } from '#connectors/engine'
import * as exported from '#connectors/engines'

export type EngineName = keyof typeof exported

/** Every engine, by name. */
export const engines: Record<EngineName, Engine> = { ...exported }

export const engineNames = Object.keys(engines) as EngineName[]

export function isEngineName(name: string): name is EngineName {
  return Object.hasOwn(engines, name)
}
