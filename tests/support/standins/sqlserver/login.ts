/** Options of PRELOGIN ([MS-TDS] 2.2.6.5): one byte of kind, then place and length in big-endian. */
const OPTION = { version: 0x00, encryption: 0x01, end: 0xff }

export const ENCRYPTION = { off: 0, on: 1, unsupported: 2, required: 3 } as const

/** What the client says of encryption. */
export function encryptionAskedIn(data: Buffer): number {
  for (let at = 0; data[at] !== OPTION.end; at += 5) {
    if (data[at] === OPTION.encryption) return data.readUInt8(data.readUInt16BE(at + 1))
  }
  return ENCRYPTION.unsupported
}

/** The answer to it: version 16.0.4135 and what is done about encryption. */
export function prelogin(encryption: number): Buffer {
  const version = Buffer.from([16, 0, 0x10, 0x27, 0, 0])
  const place = 11
  const head = Buffer.alloc(place)
  head.writeUInt8(OPTION.version, 0)
  head.writeUInt16BE(place, 1)
  head.writeUInt16BE(version.length, 3)
  head.writeUInt8(OPTION.encryption, 5)
  head.writeUInt16BE(place + version.length, 6)
  head.writeUInt16BE(1, 8)
  head.writeUInt8(OPTION.end, 10)
  return Buffer.concat([head, version, Buffer.from([encryption])])
}

export interface Login {
  tdsVersion: number
  workstation: string
  username: string
  password: string
  application: string
  server: string
  database: string
  wantsReadOnly: boolean
}

/** Where LOGIN7 says where its texts are ([MS-TDS] 2.2.6.4): offset and length in characters. */
const PLACE = {
  workstation: 36,
  username: 40,
  password: 44,
  application: 48,
  server: 52,
  database: 68,
}
const TYPE_FLAGS = 26
const READ_ONLY = 0x20

export function readLogin(data: Buffer): Login {
  const bytes = (place: number) => {
    const offset = data.readUInt16LE(place)
    return data.subarray(offset, offset + data.readUInt16LE(place + 2) * 2)
  }
  const text = (place: number) => bytes(place).toString('ucs2')
  return {
    tdsVersion: data.readUInt32LE(4),
    workstation: text(PLACE.workstation),
    username: text(PLACE.username),
    password: unscrambled(bytes(PLACE.password)).toString('ucs2'),
    application: text(PLACE.application),
    server: text(PLACE.server),
    database: text(PLACE.database),
    wantsReadOnly: Boolean(data.readUInt8(TYPE_FLAGS) & READ_ONLY),
  }
}

/** Each byte with its halves swapped, then XOR 0xA5; it hides nothing. */
export function scrambled(text: string): Buffer {
  return Buffer.from(Buffer.from(text, 'ucs2').map((byte) => swapped(byte) ^ 0xa5))
}

function unscrambled(bytes: Buffer): Buffer {
  return Buffer.from(bytes.map((byte) => swapped(byte ^ 0xa5)))
}

function swapped(byte: number): number {
  return ((byte & 0x0f) << 4) | (byte >> 4)
}
