import { isUtf8 } from 'node:buffer'
import { Misfit } from '#connectors/columnar/misfit'
import { type BsonType, FieldCursor, textBytes } from '#connectors/mongodb/bson_reader'
import { extendedJson } from '#connectors/mongodb/extended_json'

/** Bytes of one value at most. */
export const MOST_BYTES = 64 * 1024 * 1024
/** What takes the place of bytes that are no text. */
const REPLACEMENT = '\ufffd'

/**
 * A whole value as Extended JSON.
 *
 * @throws Misfit when it is too long, or holds a text that is none
 */
export function wholeJson(type: BsonType, value: Buffer): string {
  const { text, isWhole } = extendedJson(type, value, MOST_BYTES)
  if (!isWhole) throw tooLong()
  if (text.includes(REPLACEMENT) && !isText(type, value)) throw notText()
  return text
}

/**
 * The name of the field that a cursor is at, in JSON.
 *
 * @throws Misfit when it is no text
 */
export function nameJson({ name, bytes, nameStart, nameEnd }: FieldCursor): string {
  const isBroken = name.includes(REPLACEMENT) && !isUtf8(bytes.subarray(nameStart, nameEnd))
  if (isBroken) throw notText()
  return JSON.stringify(name)
}

export function tooLong(): Misfit {
  return new Misfit('a value of more than 64 MB')
}

function notText(): Misfit {
  return new Misfit('text that is not UTF-8')
}

/** Whether all texts within are such. Whoever asks has followed the value to its depth before. */
function isText(type: BsonType, value: Buffer): boolean {
  switch (type) {
    case 'object':
    case 'array':
      return isTextThroughout(value)
    case 'string':
    case 'symbol':
    case 'javascript':
      return isUtf8(textBytes(value))
    case 'regex':
      return isUtf8(value)
    case 'dbPointer':
      return isUtf8(textBytes(value.subarray(0, -12)))
    case 'javascriptWithScope': {
      const scopeAt = 8 + value.readInt32LE(4)
      const code = textBytes(value.subarray(4, scopeAt))
      return isUtf8(code) && isTextThroughout(value.subarray(scopeAt))
    }
    default:
      return true
  }
}

function isTextThroughout(document: Buffer): boolean {
  const fields = new FieldCursor(document)
  while (fields.next()) {
    if (!isUtf8(document.subarray(fields.nameStart, fields.nameEnd))) return false
    if (!isText(fields.type, fields.value)) return false
  }
  return true
}
