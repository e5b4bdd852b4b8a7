import { BSON, type Document } from 'mongodb'

/** An answer as BSON; the documents of a batch are put in as the bytes they are. */
export function encode(answer: Document): Buffer {
  const { cursor, ...rest } = answer
  if (!cursor) return Buffer.from(BSON.serialize(answer))
  const { firstBatch, nextBatch, ...facts } = cursor
  const batch = element(
    0x04,
    firstBatch ? 'firstBatch' : 'nextBatch',
    rawArray(firstBatch ?? nextBatch)
  )
  return joined(element(0x03, 'cursor', joined(batch, inner(facts))), inner(rest))
}

/** An array of documents (https://bsonspec.org/spec.html: like a document with the names 0, 1, …). */
export function rawArray(documents: readonly Buffer[]): Buffer {
  return joined(Buffer.concat(documents.map((document, i) => element(0x03, String(i), document))))
}

/** One element: its type, its name, its value. */
export function element(type: number, name: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), Buffer.from(`${name}\0`), value])
}

/** A document of these elements. */
export function joined(...elements: Buffer[]): Buffer {
  const content = Buffer.concat(elements)
  const document = Buffer.alloc(content.length + 5)
  document.writeInt32LE(document.length, 0)
  content.copy(document, 4)
  return document
}

function inner(document: Document): Buffer {
  return Buffer.from(BSON.serialize(document)).subarray(4, -1)
}
