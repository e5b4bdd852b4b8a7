import type { StandinTable, Stored } from '#tests/support/standins/oracle/database'
import { type Moment, moment, timeOf } from '#tests/support/standins/oracle/moments'

interface Conditions {
  fulfils(row: Stored[]): boolean
  limit: number
}

/** One comparison; what the bind variable is converted with stands around it. */
const CONDITION =
  /(?:"([^"]+)" (?:is (not )?null|(<>|<=|>=|=|<|>) (?:(\w+)\()?:b(\d+)(?: as n?(char)\(\d+\)|, '[^']+')?\)?)|rownum <= (\d+))(?: and |$)/y

/** @throws TypeError for what the connector is not known to write */
export function conditionsOf(
  where: string | undefined,
  binds: string[],
  { columns }: StandinTable
): Conditions {
  const tests: ((row: Stored[]) => boolean)[] = []
  let limit = Number.POSITIVE_INFINITY
  CONDITION.lastIndex = 0
  while (where !== undefined && CONDITION.lastIndex < where.length) {
    const [found, name, not, operator = '', convert, bind, char, most] = CONDITION.exec(where) ?? []
    if (found === undefined) throw new TypeError(`Not a known condition: ${where}`)
    const at = columns.findIndex((column) => column.name === name)
    if (most !== undefined) limit = Number(most)
    else if (at === -1) throw new TypeError(`Not a known column: ${String(name)}`)
    else if (bind === undefined) {
      tests.push((row) => ((row[at] ?? null) === null) === (not === undefined))
    } else {
      const other = binds[Number(bind) - 1] ?? ''
      tests.push(comparing(at, operator, char ? 'char' : (convert ?? ''), other))
    }
  }
  return { fulfils: (row) => tests.every((test) => test(row)), limit }
}

const OPERATORS: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}

/** Nothing compares with NULL, which an empty text is as well. */
function comparing(at: number, operator: string, convert: string, other: string) {
  const isTrue = OPERATORS[operator]
  if (!isTrue) throw new TypeError(`Not a known operator: ${operator}`)
  return (row: Stored[]) => {
    const value = row[at] ?? null
    return value !== null && other !== '' && isTrue(orderOf(value, convert, other))
  }
}

function orderOf(value: NonNullable<Stored>, convert: string, other: string): number {
  if (/^to_(number|binary_float|binary_double)$/.test(convert)) {
    const number = convert === 'to_binary_float' ? Math.fround : (one: number) => one
    return number(Number(value)) - number(Number(other))
  }
  if (/^to_(date|timestamp|timestamp_tz)$/.test(convert)) {
    return timeOf(value as Moment) - timeOf(moment(other))
  }
  if (convert === 'hextoraw') return Buffer.compare(value as Buffer, Buffer.from(other, 'hex'))
  if (convert === 'to_boolean') return String(value) === other ? 0 : 1
  const [a, b] = [String(value), other].map((text) => (convert === 'char' ? text.trimEnd() : text))
  return Buffer.compare(Buffer.from(a ?? ''), Buffer.from(b ?? ''))
}
