import type { EngineDescription } from '~/api/types'

/** Whether an engine is called like this: by its label, its name, or how its connection strings begin. */
export function fitsFilter(
  { label, name, urlExamples }: EngineDescription,
  filter: string
): boolean {
  const wanted = filter.trim().toLowerCase()
  const schemes = urlExamples.flatMap(
    (url) => /^[a-z0-9+:]+(?=:\/\/)/.exec(url.toLowerCase()) ?? []
  )
  return (
    [label.toLowerCase(), name].some((word) => word.includes(wanted)) ||
    schemes.some((scheme) => scheme.startsWith(wanted))
  )
}
