import type { Strings } from '~/strings/strings_context'

/** Of each unit in the catalogue, largest first. */
const SIZES = [1e12, 1e9, 1e6, 1e3]

/** A number that nobody counted: `~5.0 M`. */
export function estimate(rows: number, { about, units }: Strings['explore']['estimate']) {
  const at = SIZES.findIndex((size) => rows >= size)
  return at === -1 ? about(String(rows)) : about((rows / (SIZES[at] ?? 1)).toFixed(1), units[at])
}
