/** A FLOAT as results spell it: Snowflake writes `inf` where JavaScript says `Infinity`. */
export function floatOf(text: string): number {
  const infinite = /^([+-]?)inf/i.exec(text)
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity
  return Number(text)
}
