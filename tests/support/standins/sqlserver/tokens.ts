import {
  COLLATION,
  encodeValue,
  typeInfo,
  uint16,
  uint32,
  type WireType,
  type WireValue,
} from '#tests/support/standins/sqlserver/wire_types'

/** Tokens of an answer ([MS-TDS] 2.2.7). */
export const TOKEN = {
  columns: 0x81,
  error: 0xaa,
  info: 0xab,
  loginAck: 0xad,
  featureAck: 0xae,
  row: 0xd1,
  rowWithNulls: 0xd2,
  change: 0xe3,
  done: 0xfd,
} as const

export const DONE = { final: 0x0, more: 0x1, error: 0x2, count: 0x10, attention: 0x20 } as const

export interface ResultColumn {
  name: string
  type: WireType
}

export interface ServerError {
  number: number
  state?: number
  severity?: number
  message?: string
}

export function done(status: number, rows = 0): Buffer {
  const count = Buffer.alloc(8)
  count.writeBigUInt64LE(BigInt(rows))
  return Buffer.concat([Buffer.from([TOKEN.done]), uint16(status), uint16(0xc1), count])
}

export function error(fault: ServerError): Buffer {
  return report(TOKEN.error, { severity: 16, ...fault })
}

export function info(number: number, message: string): Buffer {
  return report(TOKEN.info, { number, message, severity: 0 })
}

/** Colum names, types, and that each may be null. */
export function columns(list: readonly ResultColumn[]): Buffer {
  return Buffer.concat([
    Buffer.from([TOKEN.columns]),
    uint16(list.length),
    ...list.flatMap(({ name, type }) => [uint32(0), uint16(1), typeInfo(type), shortText(name)]),
  ])
}

/** With a bitmap of nulls where there are any, as servers do since TDS 7.3. */
export function row(list: readonly ResultColumn[], values: readonly WireValue[]): Buffer {
  const encoded = list.map(({ type }, i) => encodeValue(type, values[i] ?? null))
  if (!values.includes(null)) return Buffer.concat([Buffer.from([TOKEN.row]), ...encoded])
  const bitmap = Buffer.alloc(Math.ceil(list.length / 8))
  values.forEach((value, i) => {
    if (value === null) bitmap[i >> 3] = (bitmap[i >> 3] ?? 0) | (1 << (i & 7))
  })
  const present = encoded.filter((_, i) => values[i] !== null)
  return Buffer.concat([Buffer.from([TOKEN.rowWithNulls]), bitmap, ...present])
}

export const CHANGE = {
  database: 1,
  packetSize: 4,
  collation: 7,
  begin: 8,
  rollback: 10,
  routing: 20,
} as const

/** ENVCHANGE with texts, as databases and packet sizes are. */
export function textChange(kind: number, now: string, before: string): Buffer {
  return change(kind, Buffer.concat([shortText(now), shortText(before)]))
}

/** ENVCHANGE with bytes, as collations and transactions are. */
export function byteChange(kind: number, now: Buffer, before: Buffer): Buffer {
  const parts = [now, before].flatMap((bytes) => [Buffer.from([bytes.length]), bytes])
  return change(kind, Buffer.concat(parts))
}

/** ENVCHANGE that sends the client on to another server. */
export function routing(host: string, port: number): Buffer {
  const route = Buffer.concat([Buffer.from([0]), uint16(port), longText(host)])
  return change(CHANGE.routing, Buffer.concat([uint16(route.length), route, uint16(0)]))
}

export function collationChange(): Buffer {
  return byteChange(CHANGE.collation, COLLATION, Buffer.alloc(0))
}

export function change(kind: number, data: Buffer): Buffer {
  return withLength(TOKEN.change, Buffer.concat([Buffer.from([kind]), data]))
}

/** @param tdsVersion as it travels here: in big-endian, 7.4 is 74 00 00 04 */
export function loginAck(product = 'Microsoft SQL Server', tdsVersion = 0x74000004): Buffer {
  const version = Buffer.alloc(4)
  version.writeUInt32BE(tdsVersion)
  const parts = [
    Buffer.from([1]),
    version,
    shortText(`${product}\0\0`),
    Buffer.from([16, 0, 16, 39]),
  ]
  return withLength(TOKEN.loginAck, Buffer.concat(parts))
}

/** FEATUREEXTACK that UTF-8 is understood. */
export function utf8Ack(): Buffer {
  return Buffer.concat([Buffer.from([TOKEN.featureAck, 0x0a]), uint32(1), Buffer.from([1, 0xff])])
}

function report(token: number, fault: ServerError): Buffer {
  const { number, state = 1, severity = 16, message = `Error ${number} of the server` } = fault
  return withLength(
    token,
    Buffer.concat([
      uint32(number),
      Buffer.from([state, severity]),
      longText(message),
      shortText('standin'),
      shortText(''),
      uint32(1),
    ])
  )
}

function withLength(token: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([token]), uint16(data.length), data])
}

/** UTF-16 after its length in characters, in one byte. */
function shortText(text: string): Buffer {
  return Buffer.concat([Buffer.from([text.length]), Buffer.from(text, 'ucs2')])
}

/** The same with two bytes of length. */
function longText(text: string): Buffer {
  return Buffer.concat([uint16(text.length), Buffer.from(text, 'ucs2')])
}
