import { malformedValue } from '#connectors/columnar/fields'

const BACKSLASH = 0x5c
const LETTER_U = 0x75

/** What stands for a character after a backslash (RFC 8259, section 7). */
const ESCAPED: Record<string, number> = {
  '"': 0x22,
  '\\': 0x5c,
  '/': 0x2f,
  'b': 0x08,
  'f': 0x0c,
  'n': 0x0a,
  'r': 0x0d,
  't': 0x09,
}

/**
 * Takes the escapes out of a text of JSON, where it lies: no character takes more bytes than its escape. Halves of a
 * character that stand alone become bytes that are no UTF-8, as they are no text.
 *
 * @returns its length in bytes
 */
export function unescapeInPlace(bytes: Buffer, start: number, length: number): number {
  const end = start + length
  let to = bytes.indexOf(BACKSLASH, start)
  for (let from = to; from < end;) {
    const byte = bytes[from++] ?? 0
    if (byte !== BACKSLASH) {
      bytes[to++] = byte
      continue
    }
    const escape = bytes[from++] ?? 0
    if (escape !== LETTER_U) {
      const character = ESCAPED[String.fromCharCode(escape)]
      if (character === undefined) throw malformedValue()
      bytes[to++] = character
      continue
    }
    let code = unitAt(bytes, from, end)
    from += 4
    if (isHigh(code) && bytes[from] === BACKSLASH && bytes[from + 1] === LETTER_U) {
      const low = unitAt(bytes, from + 2, end)
      if (isLow(low)) {
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00)
        from += 6
      }
    }
    to = writeCharacter(bytes, to, code)
  }
  return to - start
}

function unitAt(bytes: Buffer, at: number, end: number): number {
  const digits = bytes.toString('latin1', at, Math.min(at + 4, end))
  if (!/^[0-9a-f]{4}$/i.test(digits)) throw malformedValue()
  return Number.parseInt(digits, 16)
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** In UTF-8 (RFC 3629, section 3). */
function writeCharacter(bytes: Buffer, at: number, code: number): number {
  if (code < 0x80) {
    bytes[at] = code
    return at + 1
  }
  const more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
  const marker = [0, 0xc0, 0xe0, 0xf0][more] ?? 0
  bytes[at] = marker | (code >> (6 * more))
  for (let i = 1; i <= more; i++) bytes[at + i] = 0x80 | ((code >> (6 * (more - i))) & 0x3f)
  return at + more + 1
}
