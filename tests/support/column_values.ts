import type { ColumnBatch, ColumnData, Validity } from '#connectors/columnar/column_batch'
import type { ColumnType, ScalarType } from '#connectors/columnar/column_type'
import type { Cell, ImportedColumn } from '#connectors/contracts'

/** One value of a batch, spelled like a preview's cell; a list is an array of them. */
export type BatchValue = Cell | Cell[]

/** The rows of a batch. */
export function rowsOf(
  { rows, columns }: ColumnBatch,
  described: readonly ImportedColumn[]
): BatchValue[][] {
  return Array.from({ length: rows }, (_, row) =>
    columns.map((column, i) => valueAt(column, described[i]?.type ?? { name: 'blob' }, row))
  )
}

function valueAt(column: ColumnData, type: ColumnType, row: number): BatchValue {
  if (!isValid(column.validity, row)) return null
  if (column.kind === 'list') {
    if (type.name !== 'list') throw new Error('A list in a column of another type')
    const offsets = new Uint32Array(column.offsets)
    return Array.from(
      { length: at(offsets, row + 1) - at(offsets, row) },
      (_, i) => valueAt(column.items, type.of, at(offsets, row) + i) as Cell
    )
  }
  if (type.name === 'list') throw new Error('A column of lists that are none')
  if (column.kind === 'fixed') return fixed(new DataView(column.values), type, row)
  const offsets = new Uint32Array(column.offsets)
  const start = at(offsets, row)
  const bytes = Buffer.from(column.bytes, start, at(offsets, row + 1) - start)
  return variable(bytes, type)
}

function isValid(validity: Validity, row: number): boolean {
  return !validity || ((new Uint8Array(validity)[row >> 3] ?? 0) & (1 << (row & 7))) !== 0
}

function variable(bytes: Buffer, { name }: ScalarType): Cell {
  if (name === 'blob') {
    const base64 = bytes.toString('base64')
    return { $type: 'binary', base64, bytes: bytes.length, truncated: false }
  }
  const text = new TextDecoder('utf8', { fatal: true, ignoreBOM: true }).decode(bytes)
  return name === 'json' ? { $type: 'json', text, truncated: false } : text
}

function fixed(view: DataView, type: ScalarType, row: number): Cell {
  const long = () => view.getBigInt64(row * 8, true)
  const huge = () =>
    (view.getBigInt64(row * 16 + 8, true) << 64n) | view.getBigUint64(row * 16, true)
  if (type.name === 'decimal') {
    const { precision, scale } = type
    if (precision <= 4) return decimal(BigInt(view.getInt16(row * 2, true)), scale)
    if (precision <= 9) return decimal(BigInt(view.getInt32(row * 4, true)), scale)
    return decimal(precision <= 18 ? long() : huge(), scale)
  }
  switch (type.name) {
    case 'boolean':
      return view.getUint8(row) === 1
    case 'int8':
      return view.getInt8(row)
    case 'uint8':
      return view.getUint8(row)
    case 'int16':
      return view.getInt16(row * 2, true)
    case 'uint16':
      return view.getUint16(row * 2, true)
    case 'int32':
      return view.getInt32(row * 4, true)
    case 'uint32':
      return view.getUint32(row * 4, true)
    case 'int64':
      return String(long())
    case 'uint64':
      return String(view.getBigUint64(row * 8, true))
    case 'int128':
      return String(huge())
    case 'float':
      return float(shortest(view.getFloat32(row * 4, true)))
    case 'double':
      return float(view.getFloat64(row * 8, true))
    case 'date':
      return isoDate(view.getInt32(row * 4, true))
    case 'time':
      return timeOfDay(long())
    case 'timestamp':
      return moment(long())
    case 'timestamptz':
      return `${moment(long())}Z`
    case 'timestamp_ns':
      return nanoseconds(long())
    case 'uuid':
      return uuid(huge())
    default:
      throw new Error(`No values of ${type.name} have this width`)
  }
}

function decimal(units: bigint, scale: number): string {
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  return `${units < 0n ? '-' : ''}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ''}`
}

/** The shortest spelling that is this number of 32 bits. */
function shortest(value: number): number {
  for (let digits = 1; digits < 10; digits++) {
    const rounded = Number(value.toPrecision(digits))
    if (Math.fround(rounded) === value) return rounded
  }
  return value
}

function float(value: number): Cell {
  if (Number.isFinite(value) && !Object.is(value, -0)) return value
  return { $type: 'float', value: Object.is(value, -0) ? '-0' : String(value) }
}

function isoDate(days: number): string {
  return new Date(days * 86_400_000).toISOString().replace(/T.*/, '')
}

const A_DAY = 86_400_000_000n

function moment(microseconds: bigint): string {
  const time = ((microseconds % A_DAY) + A_DAY) % A_DAY
  return `${isoDate(Number((microseconds - time) / A_DAY))}T${timeOfDay(time)}`
}

function nanoseconds(value: bigint): string {
  const rest = ((value % 1_000n) + 1_000n) % 1_000n
  const microseconds = moment((value - rest) / 1_000n)
  if (rest === 0n) return microseconds
  const [day, fraction = ''] = microseconds.split('.')
  return `${String(day)}.${fraction.padEnd(6, '0')}${String(rest).padStart(3, '0')}`.replace(
    /0+$/,
    ''
  )
}

function timeOfDay(microseconds: bigint): string {
  const two = (value: bigint) => String(value).padStart(2, '0')
  const seconds = microseconds / 1_000_000n
  const fraction = String(microseconds % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  const clock = [seconds / 3_600n, (seconds / 60n) % 60n, seconds % 60n].map(two).join(':')
  return fraction ? `${clock}.${fraction}` : clock
}

function uuid(bits: bigint): string {
  const hex = BigInt.asUintN(128, bits ^ (1n << 127n))
    .toString(16)
    .padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function at(offsets: Uint32Array, index: number): number {
  return offsets[index] ?? 0
}
