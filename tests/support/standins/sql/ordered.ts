/** Rows by the numbers that stand in them at these places; as they are where the numbers are the same. */
export function ordered<Row>(
  rows: readonly Row[],
  places: readonly number[],
  numberIn: (row: Row, place: number) => number
): Row[] {
  return rows.toSorted((a, b) => {
    const differing = places.find((place) => numberIn(a, place) !== numberIn(b, place))
    return differing === undefined ? 0 : numberIn(a, differing) - numberIn(b, differing)
  })
}
