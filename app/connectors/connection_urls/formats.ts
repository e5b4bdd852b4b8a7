import type { ConnectionUrlFormat } from '#connectors/connection_url'
import { engineNames, engines, type EngineName } from '#connectors/registry'

interface Candidate {
  type: EngineName
  format: ConnectionUrlFormat
}

/**
 * In which order a text is tried: all spellings of the chosen engine, those by which the text shows whose it is, the
 * surest first, then those that only one engine has, by the names of the engines.
 */
export function* formatsFor(text: string, chosen: EngineName | undefined): Generator<Candidate> {
  const all = engineNames.flatMap((type) => engines[type].urls.map((format) => ({ type, format })))
  yield* all.filter(({ type }) => type === chosen)
  const others = all.filter(({ type }) => type !== chosen)
  const shared = others.map((one) => ({ ...one, claim: one.format.claim?.(text) }))
  yield* shared.filter(({ claim }) => claim === 'certain')
  yield* shared.filter(({ claim }) => claim === 'likely')
  yield* others.filter(({ format }) => !format.claim)
}
