/**
 * Whether integers of `width` bytes, little-endian, all stay below 10^digits: DuckDB believes what it is given, and a
 * decimal with more digits than its column has would be another number to whoever reads the file.
 *
 * @param isThere whether there is a value at all
 * @returns the first one that has more digits; -1 when there is none
 */
export function firstBeyond(
  values: ArrayBuffer,
  width: number,
  count: number,
  digits: number,
  isThere: (row: number) => boolean
): number {
  if (width <= 4) return narrow(values, width, count, 10 ** digits, isThere)
  return wide(values, width, count, 10n ** BigInt(digits), isThere)
}

function narrow(
  values: ArrayBuffer,
  width: number,
  count: number,
  bound: number,
  isThere: (row: number) => boolean
): number {
  const numbers = width === 4 ? new Int32Array(values) : new Int16Array(values)
  for (let row = 0; row < count; row++) {
    const value = numbers[row] ?? 0
    if ((value >= bound || value <= -bound) && isThere(row)) return row
  }
  return -1
}

/** Looks at the highest 32 bits first, which is all that most values need. */
function wide(
  values: ArrayBuffer,
  width: number,
  count: number,
  bound: bigint,
  isThere: (row: number) => boolean
): number {
  const words = new Int32Array(values)
  const perValue = width / 4
  const surely = Number(bound >> BigInt(width * 8 - 32))
  for (let row = 0; row < count; row++) {
    const highest = words[row * perValue + perValue - 1] ?? 0
    if (highest < surely && highest > -surely) continue
    if (isBeyond(words, row * perValue, perValue, bound) && isThere(row)) return row
  }
  return -1
}

function isBeyond(words: Int32Array, at: number, perValue: number, bound: bigint): boolean {
  let value = BigInt(words[at + perValue - 1] ?? 0)
  for (let word = perValue - 2; word >= 0; word--) {
    value = (value << 32n) | BigInt((words[at + word] ?? 0) >>> 0)
  }
  return value >= bound || value <= -bound
}
