import type { Fault } from '#tests/faults/fault'

/** Everything that is made to go wrong. */
export const faults: readonly Fault[] = []
