export type Random = () => number

/** Numbers in [0, 1) that a seed repeats (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** FAULTS_SEED, else another each time; it is printed, so that a run can be repeated. */
export function seedOfRun(): number {
  const given = process.env.FAULTS_SEED
  return given ? Number(given) : Math.floor(Math.random() * 1_000_000)
}
