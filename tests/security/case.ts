import type { World } from '#tests/security/world'

/** One attack, and what must come of it. */
export interface SecurityCase {
  /** What somebody tries, in the words of the table. */
  attack: string
  /** The only outcome that is right, in the very words that `run` says it in. */
  expected: string
  /** Attacks, and says what came of it; what it throws is an outcome too, and never the right one. */
  run(world: World): Promise<string>
}

/** Attacks of one kind: a table of its own. */
export interface SecurityGroup {
  title: string
  cases: readonly SecurityCase[]
}

export interface SecurityOutcome {
  group: string
  attack: string
  expected: string
  outcome: string
}

export function isAsExpected({ expected, outcome }: SecurityOutcome): boolean {
  return outcome === expected
}
