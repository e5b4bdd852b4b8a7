import type { Subject } from '#tests/bench/import/subject'
import { asked } from '#tests/support/parquet'

/** Columns whose values are not the same in both files; nothing when there are none. */
export async function differences(
  { columns }: Subject,
  one: string,
  other: string
): Promise<string[]> {
  const names = Object.keys(columns)
  const sums = Object.entries(columns).flatMap(([name, type]) => {
    const value = `"${name}"::${type}`
    return [`count(${value})`, `min(${value})::varchar`, `max(${value})::varchar`].concat(
      `sum(hash(${value}) % 1000000007)::varchar`,
      `bit_xor(hash(${value}, id))::varchar`
    )
  })
  const per = sums.length / names.length
  const [[first = []], [second = []]] = (await Promise.all(
    [one, other].map((path) => asked(`select ${sums.join()} from '${path}'`))
  )) as [unknown[][], unknown[][]]
  return names.filter((_, at) => {
    const own = (row: unknown[]) => String(row.slice(at * per, (at + 1) * per))
    return own(first) !== own(second)
  })
}
