import { BSON, type Document } from 'mongodb'

/** MongoDB manual, "MongoDB Wire Protocol": header, then what the kind of message says. */
const HEADER = 16
const OP_REPLY = 1
const OP_QUERY = 2004
const OP_MSG = 2013
const MORE_TO_COME = 2

/** Values keep their type: a 64-bit integer is not taken for a 32-bit one. */
const EXACT = { promoteValues: false, promoteLongs: false, bsonRegExp: true } as const

export interface Request {
  id: number
  isLegacy: boolean
  wantsAnswer: boolean
  command: Document
  /** Documents that came beside the command, by the name of the argument, as their bytes. */
  sequences: Record<string, Buffer[]>
}

/** Gathers what arrives and hands out whole requests. */
export class RequestReader {
  #data = Buffer.alloc(0)

  read(chunk: Buffer): Request[] {
    this.#data = Buffer.concat([this.#data, chunk])
    const requests: Request[] = []
    while (this.#data.length >= HEADER && this.#data.length >= this.#data.readInt32LE(0)) {
      const length = this.#data.readInt32LE(0)
      requests.push(requestIn(this.#data.subarray(0, length)))
      this.#data = this.#data.subarray(length)
    }
    return requests
  }
}

/** The answer to a request: OP_MSG, or OP_REPLY to those who asked in the old way. */
export function answerTo({ id, isLegacy }: Pick<Request, 'id' | 'isLegacy'>, body: Uint8Array) {
  return isLegacy ? legacyReply(id, body) : message(id, body)
}

export function message(responseTo: number, body: Uint8Array, flags = 0): Buffer {
  const head = Buffer.alloc(5)
  head.writeUInt32LE(flags, 0)
  return withHeader(OP_MSG, responseTo, Buffer.concat([head, body]))
}

export function legacyReply(responseTo: number, body: Uint8Array, documents = 1): Buffer {
  const head = Buffer.alloc(20)
  head.writeInt32LE(documents, 16)
  return withHeader(OP_REPLY, responseTo, Buffer.concat([head, body]))
}

export function withHeader(kind: number, responseTo: number, content: Buffer): Buffer {
  const header = Buffer.alloc(HEADER)
  header.writeInt32LE(HEADER + content.length, 0)
  header.writeInt32LE(1, 4)
  header.writeInt32LE(responseTo, 8)
  header.writeInt32LE(kind, 12)
  return Buffer.concat([header, content])
}

function requestIn(bytes: Buffer): Request {
  const id = bytes.readInt32LE(4)
  const kind = bytes.readInt32LE(12)
  if (kind === OP_QUERY) {
    // Flags, the collection's name, how many to skip and to return, then the query.
    const nameEnd = bytes.indexOf(0, HEADER + 4)
    const command = BSON.deserialize(bytes.subarray(nameEnd + 9))
    return { id, isLegacy: true, wantsAnswer: true, command, sequences: {} }
  }
  if (kind !== OP_MSG) throw new Error(`A message of kind ${kind}`)
  const wantsAnswer = (bytes.readUInt32LE(HEADER) & MORE_TO_COME) === 0
  return { id, isLegacy: false, wantsAnswer, ...sectionsIn(bytes.subarray(HEADER + 4)) }
}

/** Kind 0 is the command; kind 1 is a list of documents under the name of an argument. */
function sectionsIn(content: Buffer): Pick<Request, 'command' | 'sequences'> {
  let command: Document = {}
  const sequences: Record<string, Buffer[]> = {}
  for (let at = 0; at < content.length;) {
    const length = content.readInt32LE(at + 1)
    const section = content.subarray(at + 1, at + 1 + length)
    if (content[at] === 0) command = BSON.deserialize(section)
    else {
      const nameEnd = section.indexOf(0, 4)
      sequences[section.toString('utf8', 4, nameEnd)] = documentsIn(section.subarray(nameEnd + 1))
    }
    at += 1 + length
  }
  return { command, sequences }
}

function documentsIn(bytes: Buffer): Buffer[] {
  const documents: Buffer[] = []
  for (let at = 0; at < bytes.length; at += bytes.readInt32LE(at)) {
    documents.push(Buffer.from(bytes.subarray(at, at + bytes.readInt32LE(at))))
  }
  return documents
}

/** A document with the types of its values as they are stored. */
export function exactly(bytes: Uint8Array): Document {
  return BSON.deserialize(bytes, EXACT)
}
