import { type CellEncoder, SHORT_VALUE } from '#connectors/cells'
import type { Cell } from '#connectors/contracts'
import type { Value } from '#connectors/sqlserver/session'
import { shortestFloat } from '#connectors/sqlserver/shortest_float'
import { variantText } from '#connectors/sqlserver/variant_text'

/** How a column is asked for, so that the server cuts what is too long, and how the answer becomes a cell. */
export interface ColumnReader {
  /** True when the server may have to cut: then the second expression is the whole length in bytes. */
  isUnbounded: boolean
  /** @param limit characters (bytes of binaries) that are kept of a value */
  select(column: string, limit: number): string[]
  read(value: Value, encoder: CellEncoder, wholeBytes: number | null, limit: number): Cell
}

export interface ColumnFacts {
  /** The system's type; of CLR types their own name. */
  type: string
  isClr: boolean
  /** Bytes; -1 without limit. */
  maxLength: number
  precision: number
  scale: number
  isEncrypted: boolean
}

export function readerFor({
  type,
  isClr,
  maxLength,
  isEncrypted,
}: Omit<ColumnFacts, 'precision' | 'scale'>): ColumnReader {
  // Sealed by the client that wrote it: only the bytes can be had, and nothing may be done to them.
  if (isEncrypted) return asShortBinary
  if (isClr) return CLR_READERS[type] ?? asForeignObject
  const isShort = maxLength > 0 && maxLength <= SHORT_VALUE
  if (isShort && SHORT_READERS[type]) return SHORT_READERS[type]
  return READERS[type] ?? asConvertedText
}

/** As the driver reads it. */
const asIs: ColumnReader = short((column) => column)
const asBoolean = asIs
/** A double that the driver made of 32 bits shows digits that are not its own. */
const asReal: ColumnReader = {
  ...asIs,
  read: (value, encoder) => encoder.float(shortestFloat(Number(value))),
}
const asFloat: ColumnReader = { ...asIs, read: (value, encoder) => encoder.float(Number(value)) }
/** Digits by the server: the driver makes doubles of them. Style 2 shows all four of money. */
const asDecimal = short((column) => `convert(varchar(42), ${column})`)
const asMoney = short((column) => `convert(varchar(42), ${column}, 2)`)
/** Styles 23, 120 and 121 are ODBC canonical: as many digits of a second as the type has. */
const asDate = short((column) => `convert(varchar(10), ${column}, 23)`)
const asTime = short((column) => `convert(varchar(16), ${column}, 121)`)
const asSmallDateTime = dateTime(120)
const asDateTime = dateTime(121)
const asShortBinary: ColumnReader = {
  ...asIs,
  read: (value, encoder) => encoder.binary(bytesOf(value)),
}
const asShortText = short((column) => `convert(nvarchar(4000), ${column})`)

/** Whole length in bytes; UTF-16 has two for what the server, like JavaScript, counts as a character. */
const asUnicode: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`substring(${column}, 1, ${limit})`, `datalength(${column})`],
  read(value, encoder, wholeBytes) {
    const text = String(value)
    const length = (wholeBytes ?? 0) / 2
    return length > text.length ? encoder.text(wholeCharacters(text), length) : encoder.text(text)
  },
}

/** In a code page a character has any number of bytes: one more than is kept tells whether there was more. */
const asCodePageText: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [
    `convert(nvarchar(max), substring(${column}, 1, ${limit + 1}))`,
    `datalength(${column})`,
  ],
  read(value, encoder, _, limit) {
    const text = String(value)
    const isCut = text.length > limit
    return isCut ? encoder.text(wholeCharacters(text.slice(0, limit)), null) : encoder.text(text)
  },
}

/** `text` and `ntext` can be cut only once they are something else. */
const asOldText = through(asCodePageText, (column) => `convert(varchar(max), ${column})`)
const asConvertedText = through(asUnicode, (column) => `convert(nvarchar(max), ${column})`)
const asJson: ColumnReader = {
  ...asConvertedText,
  read(value, encoder, wholeBytes) {
    const text = String(value)
    return encoder.json(wholeCharacters(text), (wholeBytes ?? 0) / 2 <= text.length)
  },
}

const asBinary: ColumnReader = {
  isUnbounded: true,
  select: (column, limit) => [`substring(${column}, 1, ${limit})`, `datalength(${column})`],
  read: (value, encoder, wholeBytes) =>
    encoder.binary(bytesOf(value), wholeBytes ?? bytesOf(value).length),
}
const asOldBinary = through(asBinary, (column) => `convert(varbinary(max), ${column})`)
/** A type of somebody's own assembly: its bytes are shown, its code is not run. */
const asForeignObject = asOldBinary
const asPrinted = through(asUnicode, (column) => `convert(nvarchar(max), ${column}.ToString())`)

const asVariant = through(asUnicode, variantText)

/** By name in `sys.types`; those that are missing are converted to text by the server. */
const READERS: Record<string, ColumnReader> = {
  bit: asBoolean,
  tinyint: asIs,
  smallint: asIs,
  int: asIs,
  // The driver gives digits.
  bigint: asIs,
  decimal: asDecimal,
  numeric: asDecimal,
  money: asMoney,
  smallmoney: asMoney,
  real: asReal,
  float: asFloat,
  date: asDate,
  time: asTime,
  smalldatetime: asSmallDateTime,
  datetime: asDateTime,
  datetime2: asDateTime,
  datetimeoffset: asDateTime,
  // In upper case, as the server itself prints it.
  uniqueidentifier: asIs,
  timestamp: asShortBinary,
  binary: asBinary,
  varbinary: asBinary,
  image: asOldBinary,
  char: asCodePageText,
  varchar: asCodePageText,
  text: asOldText,
  nchar: asUnicode,
  nvarchar: asUnicode,
  ntext: asConvertedText,
  xml: asConvertedText,
  json: asJson,
  sql_variant: asVariant,
}

const SHORT_READERS: Record<string, ColumnReader> = {
  binary: asShortBinary,
  varbinary: asShortBinary,
  char: asShortText,
  varchar: asShortText,
  nchar: asIs,
  nvarchar: asIs,
}

/** Types of the server's own that its CLR computes: their text is well-known text or a path. */
const CLR_READERS: Record<string, ColumnReader> = {
  hierarchyid: asPrinted,
  geometry: asPrinted,
  geography: asPrinted,
}

/** A type whose values are never long; what the driver gives is the cell. */
function short(select: (column: string) => string): ColumnReader {
  return {
    isUnbounded: false,
    select: (column) => [select(column)],
    read: (value) => (typeof value === 'object' && value !== null ? value.toString('hex') : value),
  }
}

/** `2024-02-29 12:34:56.789 +05:30` as ISO 8601. */
function dateTime(style: number): ColumnReader {
  return {
    ...short((column) => `convert(varchar(40), ${column}, ${style})`),
    read: (value) => String(value).replace(' ', 'T').replace(' ', ''),
  }
}

function through(reader: ColumnReader, convert: (column: string) => string): ColumnReader {
  return { ...reader, select: (column, limit) => reader.select(convert(column), limit) }
}

function bytesOf(value: Value): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0)
}

/** Where the server cut a pair of UTF-16 in two, its first half says nothing. */
function wholeCharacters(text: string): string {
  return /[\ud800-\udbff]$/.test(text) ? text.slice(0, -1) : text
}
