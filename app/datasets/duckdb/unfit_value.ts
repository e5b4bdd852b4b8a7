/** A value that cannot be kept as it is. */
export class UnfitValue extends Error {
  constructor(
    /** The number of the column. */
    readonly column: number,
    readonly reason: UnfitReason
  ) {
    super(`A value does not fit: ${reason}`)
  }
}

export type UnfitReason = 'digits' | 'encoding'
