const units = [
  [1e12, 'T'],
  [1e9, 'B'],
  [1e6, 'M'],
  [1e3, 'K'],
] as const

/** A number that nobody counted: `~5.0 M`. */
export function estimate(rows: number) {
  const unit = units.find(([size]) => rows >= size)
  return unit ? `~${(rows / unit[0]).toFixed(1)} ${unit[1]}` : `~${rows}`
}
