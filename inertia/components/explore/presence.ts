import type { Column } from '~/api/types'
import type { Strings } from '~/strings/strings_context'

/** Whether columns are those of a sample of documents rather than declared. */
export function isInferred(columns: Column[]) {
  return columns.some(({ presence }) => presence !== undefined)
}

/** How many of the sampled documents have it: `25 %`. */
export function share(presence: number, t: Strings['explore']['share']) {
  const percent = Math.round(presence * 100)
  if (percent === 0) return t.less
  return percent === 100 && presence < 1 ? t.more : t.exactly(percent)
}
