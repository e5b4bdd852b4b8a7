import { ConnectorError } from '#connectors/connector_error'

/**
 * Messages of MongoDB's wire protocol (MongoDB manual, "MongoDB Wire Protocol"). Each begins with its length, its
 * number, the number of the message that it answers, and what kind it is: four little-endian 32-bit integers.
 */
export const HEADER = 16
export const OP_REPLY = 1
export const OP_MSG = 2013

/** A document is at most 16 MiB, and servers fill a batch up to that; some room is left for what is around it. */
export const LARGEST_REPLY = 16 * 1024 * 1024 + 64 * 1024

/** OP_MSG: its flags, then a section of kind 0: one document. */
const BODY_AT = HEADER + 5
/** OP_REPLY, which answers the first hello alone: flags, cursor, starting point, number of documents. */
const REPLY_BODY_AT = HEADER + 20

export interface Frame {
  responseTo: number
  /** The answer's BSON. */
  body: Buffer
  /** The message as it came. */
  bytes: Buffer
}

export function requestIdOf(message: Buffer): number {
  return message.readInt32LE(4)
}

/** One command as OP_MSG. */
export function commandFrame(requestId: number, body: Uint8Array): Buffer {
  const head = Buffer.alloc(BODY_AT)
  head.writeInt32LE(BODY_AT + body.length, 0)
  head.writeInt32LE(requestId, 4)
  head.writeInt32LE(OP_MSG, 12)
  return Buffer.concat([head, body])
}

/** Cuts what arrives into messages, and refuses whatever is not the answer of a server. */
export class FrameReader {
  readonly #parts: Buffer[] = []
  #missing = HEADER

  constructor(private readonly largest: number) {}

  /**
   * The messages that are whole now.
   *
   * @throws ConnectorError `wrong_protocol`
   */
  read(chunk: Buffer): Frame[] {
    this.#parts.push(chunk)
    this.#missing -= chunk.length
    if (this.#missing > 0) return []

    const data = this.#parts.length === 1 ? chunk : Buffer.concat(this.#parts)
    const frames: Frame[] = []
    let at = 0
    let needed = HEADER
    while (data.length - at >= HEADER) {
      needed = this.#checkedLength(data.subarray(at, at + HEADER))
      if (data.length - at < needed) break
      frames.push(frameOf(data.subarray(at, at + needed)))
      at += needed
      needed = HEADER
    }
    const rest = data.subarray(at)
    this.#parts.splice(0, this.#parts.length, ...(rest.length > 0 ? [rest] : []))
    this.#missing = needed - rest.length
    return frames
  }

  /** Compressed messages (OP_COMPRESSED) were not asked for: they could unpack to anything. */
  #checkedLength(header: Buffer): number {
    const length = header.readInt32LE(0)
    const kind = header.readInt32LE(12)
    const isKnown = kind === OP_MSG || kind === OP_REPLY
    if (!isKnown || length <= BODY_AT || length > this.largest) throw malformed()
    return length
  }
}

/**
 * The driver believes what it reads: a number of documents that are not there keeps it busy for ever, a length of
 * nothing as well. One document that fills the message is all that servers answer with.
 */
function frameOf(bytes: Buffer): Frame {
  const isReply = bytes.readInt32LE(12) === OP_REPLY
  const bodyAt = isReply ? REPLY_BODY_AT : BODY_AT
  const body = bytes.subarray(bodyAt)
  const announced = isReply
    ? bytes.length > bodyAt && bytes.readInt32LE(bodyAt - 4)
    : bytes.readInt32LE(HEADER) === 0 && bytes[bodyAt - 1] === 0 && 1
  const isWhole = body.length >= 5 && body.readInt32LE(0) === body.length && body.at(-1) === 0
  if (announced !== 1 || !isWhole) throw malformed()
  return { responseTo: bytes.readInt32LE(8), body, bytes }
}

export function malformed(): ConnectorError {
  return new ConnectorError('wrong_protocol')
}
