import { MESSAGE, type Release, SINCE } from '#tests/support/standins/oracle/messages'
import { type WireReader } from '#tests/support/standins/oracle/wire'

/** Functions that clients call. */
export const FUNCTION = {
  fetch: 5,
  logoff: 9,
  commit: 14,
  rollback: 15,
  execute: 94,
  lob: 96,
  closeCursors: 105,
  signInTwo: 115,
  signInOne: 118,
  ping: 147,
} as const

export interface Execution {
  cursor: number
  isDefine: boolean
  sql: string | null
  binds: string[]
  rows: number
  /** Type numbers that the client wants the columns in. */
  defines: number[]
}

const DEFINE = 0x10

/** Passes over what rides before a call, and says which call it is. */
export function readFunction(reader: WireReader, release: Release): number {
  for (;;) {
    const type = reader.u8()
    const code = reader.u8()
    reader.u8()
    if (release.fieldVersion >= SINCE.tokens) reader.int()
    if (type === MESSAGE.function) return code
    if (type !== MESSAGE.piggyback) throw new RangeError(`Unknown message ${type}`)
    skipPiggyback(reader, code)
  }
}

function skipPiggyback(reader: WireReader, code: number) {
  if (code !== FUNCTION.closeCursors) throw new RangeError(`Unknown piggyback ${code}`)
  reader.u8()
  reader.skipInts(reader.int())
}

/** User, and the pairs of keys and values. */
export function readSignIn(reader: WireReader): { user: string; pairs: Map<string, string> } {
  const hasUser = reader.u8() === 1
  reader.skipInts(2).u8()
  const count = reader.int()
  reader.skip(2)
  const user = hasUser ? reader.text() : ''
  const pairs = new Map<string, string>()
  for (let i = 0; i < count; i++) {
    const key = reader.sized()?.toString() ?? ''
    pairs.set(key, reader.sized()?.toString() ?? '')
    reader.int()
  }
  return { user, pairs }
}

export function readExecution(reader: WireReader, { fieldVersion }: Release): Execution {
  const options = reader.int()
  const cursor = reader.int()
  const hasSql = reader.u8() === 1
  reader.skipInts(1).skip(1).skipInts(1).skip(3)
  const rows = reader.int()
  reader.skipInts(1).skip(1)
  const bindCount = reader.int()
  reader.skip(6)
  const defineCount = reader.int()
  reader.skipInts(1).skip(3).skipInts(1).skip(1).skipInts(2).skip(1).skipInts(1).skip(1)
  if (fieldVersion >= SINCE.v12_2) reader.skip(1).skipInts(1).skip(1).skipInts(1).skip(1)
  if (fieldVersion >= SINCE.v12_2_1) reader.skip(1).skipInts(1)
  const sql = hasSql ? reader.text() : null
  reader.skipInts(13)
  const defines = readTypes(reader, defineCount, fieldVersion).map(({ type }) => type)
  const bindTypes = readTypes(reader, bindCount, fieldVersion)
  if (bindCount > 0) reader.skip(1)
  const binds = bindTypes.map(({ form }) => readBind(reader, form))
  if (!reader.isAtEnd) throw new RangeError('There is more in this execution than was understood')
  return { cursor, isDefine: (options & DEFINE) !== 0, sql, binds, rows, defines }
}

const NATIONAL_FORM = 2

function readBind(reader: WireReader, form: number): string {
  if (form !== NATIONAL_FORM) return reader.text()
  return Buffer.from(reader.value() ?? [])
    .swap16()
    .toString('utf16le')
}

/** Each with the form of its characters. */
function readTypes(reader: WireReader, count: number, fieldVersion: number) {
  return Array.from({ length: count }, () => {
    const type = reader.u8()
    reader.skip(3).skipInts(3)
    if (reader.int() > 0) reader.value()
    const form = reader.skipInts(2).u8()
    reader.skipInts(fieldVersion >= SINCE.v12_2 ? 2 : 1)
    return { type, form }
  })
}

/** A read of bytes; offsets count from 1. */
export function readLobCall(reader: WireReader, locatorBytes: number) {
  reader.skip(1).skipInts(1).skip(1).skipInts(3).skip(3)
  const operation = reader.int()
  reader.skip(2)
  const offset = reader.int()
  reader.skipInts(1).skip(1).skip(6)
  const locator = reader.bytes(locatorBytes)
  return { operation, offset, locator, amount: reader.int() }
}

/** Of the first message of newer clients: where the sign-in begins, behind what it says of itself. */
export function skipToSignIn(reader: WireReader) {
  reader.skip(4).skip(3)
  while (reader.u8() !== 0);
  reader.skip(6)
  skipDataTypes(reader)
}

function skipDataTypes(reader: WireReader) {
  reader.skip(6).value()
  const runtime = reader.value()
  if (runtime?.readUInt8(1) === 1) reader.skip(11)
  while (reader.bytes(2).readUInt16BE() !== 0) reader.skip(6)
}
