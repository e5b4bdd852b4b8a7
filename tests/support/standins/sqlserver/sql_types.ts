/** A type as SQL writes it, such as `decimal(18,4)`. */
export interface SqlType {
  name: string
  /** `max` is -1. */
  arguments: number[]
}

/** What `sys.columns` says of a column's type. */
export interface CatalogType {
  name: string
  isClr: boolean
  /** Bytes; -1 for `max`. */
  maxLength: number
  precision: number
  scale: number
}

const CLR = ['hierarchyid', 'geometry', 'geography']

/** Bytes, precision and scale of the types without arguments (`sys.types`). */
const FIXED: Record<string, [number, number, number]> = {
  bit: [1, 1, 0],
  tinyint: [1, 3, 0],
  smallint: [2, 5, 0],
  int: [4, 10, 0],
  bigint: [8, 19, 0],
  real: [4, 24, 0],
  float: [8, 53, 0],
  money: [8, 19, 4],
  smallmoney: [4, 10, 4],
  date: [3, 10, 0],
  smalldatetime: [4, 16, 0],
  datetime: [8, 23, 3],
  uniqueidentifier: [16, 0, 0],
  timestamp: [8, 0, 0],
  text: [16, 0, 0],
  ntext: [16, 0, 0],
  image: [16, 0, 0],
  sql_variant: [8016, 0, 0],
  hierarchyid: [892, 0, 0],
}

export function parseType(text: string): SqlType {
  const [, name = '', list] = /^(\w+)\s*(?:\(([^)]*)\))?$/.exec(text) ?? []
  const given = list ? list.split(',').map((one) => (/max/i.test(one) ? -1 : Number(one))) : []
  return { name: name.toLowerCase(), arguments: given }
}

export function catalogType(text: string): CatalogType {
  const { name, arguments: given } = parseType(text)
  const [first = 0, second = 0] = given
  const [maxLength, precision, scale] = sizeOf(name, first, second)
  return { name, isClr: CLR.includes(name), maxLength, precision, scale }
}

function sizeOf(name: string, first: number, second: number): [number, number, number] {
  switch (name) {
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return [first, 0, 0]
    case 'nchar':
    case 'nvarchar':
      return [first === -1 ? -1 : first * 2, 0, 0]
    case 'decimal':
    case 'numeric':
      return [first <= 9 ? 5 : first <= 19 ? 9 : first <= 28 ? 13 : 17, first, second]
    case 'time':
      return [5, first > 0 ? 9 + first : 8, first]
    case 'datetime2':
      return [8, first > 0 ? 20 + first : 19, first]
    case 'datetimeoffset':
      return [10, first > 0 ? 27 + first : 26, first]
    case 'vector':
      return [8 + 4 * first, 0, 0]
    default:
      return FIXED[name] ?? [-1, 0, 0]
  }
}
