/** A number has more digits than the type of its column. */
export class TooManyDigits extends Error {
  constructor(
    /** The number of the column. */
    readonly column: number
  ) {
    super('A number has more digits than its type')
  }
}
