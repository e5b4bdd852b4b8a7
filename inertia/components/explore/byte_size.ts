const units = ['bytes', 'kB', 'MB', 'GB', 'TB']

export function bytes(size: number) {
  if (size < 1000) return size === 1 ? '1 byte' : `${size} bytes`
  const power = Math.min(Math.floor(Math.log10(size) / 3), units.length - 1)
  return `${(size / 1000 ** power).toFixed(1)} ${units[power]}`
}
