/** The shortest decimal that is this 32-bit number; nine digits always tell it. */
export function shortestFloat(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === value) return candidate
  }
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : value
}
