import type { AnswerColumn, ServerError } from '#tests/support/standins/oracle/answers'
import { NATIONAL, TYPE_NUMBERS } from '#tests/support/standins/oracle/values'
import { WireWriter } from '#tests/support/standins/oracle/wire'

/** Types of messages. */
export const MESSAGE = {
  protocol: 1,
  dataTypes: 2,
  function: 3,
  error: 4,
  rowHeader: 6,
  rowData: 7,
  parameter: 8,
  status: 9,
  lobData: 14,
  warning: 15,
  describeInfo: 16,
  piggyback: 17,
  endOfResponse: 29,
  fastAuth: 34,
} as const

/** A release of the server, as far as its messages differ. */
export interface Release {
  /** Of Oracle Net. */
  netVersion: number
  netFlags: number
  /** Of the fields that messages have. */
  fieldVersion: number
  /** Whether each answer ends with a message that says so. */
  endsAnswers: boolean
  /** As `19.3.0.0.0` is packed into 32 bits. */
  versionNumber: number
}

export const RELEASES = {
  19: {
    netVersion: 317,
    netFlags: 0,
    fieldVersion: 12,
    endsAnswers: false,
    versionNumber: (19 << 24) | (3 << 16),
  },
  23: {
    netVersion: 319,
    netFlags: 0x02000000 | 0x10000000,
    fieldVersion: 24,
    endsAnswers: true,
    versionNumber: (23 << 24) | (4 << 16),
  },
} as const satisfies Record<number, Release>

/** Field versions from which messages have more. */
export const SINCE = {
  v12_2: 8,
  v12_2_1: 9,
  v20: 14,
  v23: 17,
  tokens: 18,
  annotations: 20,
  vectors: 24,
} as const

const UTF8 = 873
const UTF16 = 2_000
const CAPABILITY_BYTES = 53
const FIELD_VERSION = 7
const RUNTIME_BYTES = 11
const RUNTIME_TIME_ZONE = 1
const RUNTIME_LONG_TEXTS = 6

/** Character sets and capabilities. */
export function protocolInfo({ fieldVersion }: Release): Buffer {
  const fdo = Buffer.alloc(11)
  fdo.writeUInt16BE(UTF16, 9)
  const compiled = Buffer.alloc(CAPABILITY_BYTES)
  compiled.writeUInt8(fieldVersion, FIELD_VERSION)
  const runtime = Buffer.alloc(RUNTIME_BYTES)
  runtime.writeUInt8(1, RUNTIME_TIME_ZONE)
  runtime.writeUInt8(4, RUNTIME_LONG_TEXTS)
  return new WireWriter()
    .u8(MESSAGE.protocol, 6, 0)
    .bytes(Buffer.from('x86_64/Linux 2.4.xx\0'))
    .u16le(UTF8)
    .u8(0)
    .u16le(0)
    .u16be(fdo.length)
    .bytes(fdo)
    .value(compiled)
    .value(runtime)
    .toBuffer()
}

/** The database's time zone, UTC, as an interval; then no types, which means that all are as asked for. */
export function dataTypes(): Buffer {
  return Buffer.from([MESSAGE.dataTypes, 0x80, 0, 0, 0, 60, 60, 60, 0x80, 0, 0, 0, 0, 0])
}

/** Keys and values of signing in. */
export function authParameters(pairs: readonly (readonly [string, string, number])[]): Buffer {
  const writer = new WireWriter().u8(MESSAGE.parameter).int(pairs.length)
  for (const [key, value, flags] of pairs) writer.sized(key).sized(value).int(flags)
  return writer.toBuffer()
}

/** Something to say though all is well. */
export function warning({ error, message }: ServerError): Buffer {
  const length = Buffer.byteLength(message)
  return new WireWriter().u8(MESSAGE.warning).int(error, length, 0).value(message).toBuffer()
}

/** The call is over, and all is well. */
export function status(): Buffer {
  return new WireWriter().u8(MESSAGE.status).int(0, 0).toBuffer()
}

const TEXTS = new Set(['varchar', 'char', 'long', 'clob'])

export function describeInfo(columns: AnswerColumn[], release: Release): Buffer {
  const writer = new WireWriter().u8(MESSAGE.describeInfo, 0).int(4_000, columns.length)
  if (columns.length > 0) writer.u8(0)
  columns.forEach((column, i) => writeColumn(writer, column, i, release))
  return writer.int(0, 0, 0, 0, 0, 0).toBuffer()
}

function writeColumn(
  writer: WireWriter,
  { name, type }: AnswerColumn,
  at: number,
  release: Release
) {
  const { fieldVersion } = release
  const isNational = NATIONAL.has(type)
  const form = isNational ? 2 : TEXTS.has(type) ? 1 : 0
  const charset = isNational ? UTF16 : form * UTF8
  writer.u8(TYPE_NUMBERS[type], 0, 0, 0x81)
  writer.int(type === 'long' || type === 'longRaw' ? 0 : 4_000, 0, 0, 0, 0, charset)
  writer.u8(form).int(4_000)
  if (fieldVersion >= SINCE.v12_2) writer.int(0)
  writer.u8(1, 0).sized(name).int(0, 0, at, 0)
  if (fieldVersion >= SINCE.v23) writer.int(0, 0)
  if (fieldVersion >= SINCE.annotations) writer.int(0)
  if (fieldVersion >= SINCE.vectors) writer.int(0).u8(0, 0)
}

export function rowHeader(): Buffer {
  return new WireWriter().u8(MESSAGE.rowHeader, 0).int(0, 0, 0, 0, 0, 0).toBuffer()
}

/** No more rows. */
export const NO_DATA_FOUND: ServerError = { error: 1_403, message: 'ORA-01403: no data found' }

/** How a call ended; also well, with error null. */
export function callEnd(
  error: ServerError | null,
  release: Release,
  { cursor = 0, rows = 0 }: { cursor?: number; rows?: number } = {}
): Buffer {
  const writer = new WireWriter()
    .u8(MESSAGE.error)
    .int(0, 0, rows, 0, 0, 0, cursor, 0)
    .u8(0, 0, 0, 0, 0, 0)
    .int(0, 0)
    .u8(0)
    .int(0, 0, 0)
    .u8(0, 0)
    .int(0, 0, 0, 0, 0, 0, error?.error ?? 0, rows)
  if (release.fieldVersion >= SINCE.v20) writer.int(0, 0)
  if (error) writer.value(`${error.message}\n`)
  return writer.toBuffer()
}

export function lobData(content: Buffer): Buffer {
  return new WireWriter().u8(MESSAGE.lobData).value(content).toBuffer()
}

/** The locator once more, and how much of it was read. */
export function lobRead(locator: Buffer, amount: number): Buffer {
  return new WireWriter().u8(MESSAGE.parameter).bytes(locator).int(amount).toBuffer()
}
