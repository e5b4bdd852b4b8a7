import type { Strings } from '~/strings/strings_context'

/** `1 byte`, `12.5 kB`. */
export function bytes(size: number, { units, few }: Strings['explore']['bytes']) {
  if (size < 1000) return few(size)
  const power = Math.min(Math.floor(Math.log10(size) / 3), units.length - 1)
  return `${(size / 1000 ** power).toFixed(1)} ${units[power]}`
}
