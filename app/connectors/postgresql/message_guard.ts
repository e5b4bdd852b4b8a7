import { ConnectorError } from '#connectors/connector_error'

/** Type byte and length of every message after the start-up (PostgreSQL documentation, "Message Formats"). */
const HEADER = 5
/** Every message that a server may send to us. */
const KNOWN_TYPES = new Set('RSKZTDCENA123ntsIGHWdcv')
const COPY_DATA = 'd'.charCodeAt(0)

const AUTHENTICATION = { ok: 0, cleartext: 3, md5: 5, sasl: 10, saslContinue: 11, saslFinal: 12 }
/** Rounds of hashing that SCRAM may cost us; servers ask for 4,096, and could ask for hours. */
const MOST_ITERATIONS = 1_000_000
const SUPPORTED_AUTHENTICATION = new Set(Object.values(AUTHENTICATION))

/** Takes what the server copies out, instead of the driver. */
export interface CopySink {
  /** A whole message is `data` from `start` up to `end`; it is not looked at before `flush`. */
  message(data: Buffer, start: number, end: number): void
  /** A message of more bytes than are allowed begins; it is left out. */
  tooLarge(bytes: number): void
  /** No more of `data` follows. */
  flush(): void
}

/**
 * Lets only whole, well-formed messages through to the driver, which trusts what it reads: on a cut error message it
 * loops for ever, on an unknown sign-in method it throws where nobody catches, and it waits for any length announced.
 */
export class MessageGuard {
  /** While it is there, messages of copied data are its. */
  copySink: CopySink | null = null
  readonly #parts: Buffer[] = []
  #missing = HEADER
  /** Bytes that still come of a message that is left out. */
  #leftOut = 0

  constructor(
    private readonly options: { maxBytes: number; isEncrypted: boolean },
    private readonly forward: (messages: Buffer) => void
  ) {}

  /** @throws ConnectorError `wrong_protocol` or `auth_method` */
  push(received: Buffer) {
    let chunk = this.#leaveOut(received)
    while (chunk.length > 0) {
      // Of what is here, only a message that began earlier has to be copied.
      const part = this.#parts.length === 0 ? chunk : chunk.subarray(0, this.#missing)
      this.#parts.push(part)
      this.#missing -= part.length
      chunk = chunk.subarray(part.length)
      if (this.#missing <= 0)
        this.#take(this.#parts.length === 1 ? part : Buffer.concat(this.#parts))
      chunk = this.#leaveOut(chunk)
    }
  }

  #take(data: Buffer) {
    const end = this.#passOn(data)
    this.#leftOut = Math.max(0, end - data.length)
    const rest = data.subarray(end)
    this.#parts.splice(0, this.#parts.length, ...(rest.length > 0 ? [rest] : []))
    this.#missing = bytesMissing(rest)
  }

  /** Hands over whole messages, in their order; where the last of them ends, or will end when it is left out. */
  #passOn(data: Buffer): number {
    let offset = 0
    let passed = 0
    while (offset + HEADER <= data.length) {
      const sink = data[offset] === COPY_DATA ? this.copySink : null
      const end = offset + 1 + (sink ? copiedLength(data, offset) : this.#lengthAt(data, offset))
      const isTooLarge = sink !== null && end - offset > this.options.maxBytes
      if (end > data.length && !isTooLarge) break
      if (sink) {
        if (passed < offset) this.forward(data.subarray(passed, offset))
        if (isTooLarge) sink.tooLarge(end - offset)
        else sink.message(data, offset + HEADER, end)
        passed = end
      } else {
        const type = String.fromCharCode(data.readUInt8(offset))
        this.#checkBody(type, new BodyReader(data.subarray(offset + HEADER, end)))
      }
      offset = end
    }
    this.copySink?.flush()
    if (passed < offset) this.forward(data.subarray(passed, offset))
    return offset
  }

  #leaveOut(chunk: Buffer): Buffer {
    const count = Math.min(this.#leftOut, chunk.length)
    this.#leftOut -= count
    return count > 0 ? chunk.subarray(count) : chunk
  }

  #lengthAt(data: Buffer, offset: number): number {
    const type = String.fromCharCode(data.readUInt8(offset))
    const length = data.readUInt32BE(offset + 1)
    if (!KNOWN_TYPES.has(type) || length < 4 || length > this.options.maxBytes) throw malformed()
    return length
  }

  #checkBody(type: string, body: BodyReader) {
    if (type === 'R') this.#checkAuthentication(body)
    else if (type === 'E' || type === 'N') checkReport(body)
    else if (type === 'T') checkRowDescription(body)
    else if (type === 'D') checkDataRow(body)
    else if (type === 'S') body.text(2)
    else if (type === 'C') body.text(1)
    else if (type === 'H') checkCopyResponse(body)
    else if (type === 'K') body.skip(8)
    else if (type === 'Z') body.skip(1)
    else if (type === 'A') body.skip(4).text(2)
  }

  #checkAuthentication(body: BodyReader) {
    const method = body.int32()
    if (!SUPPORTED_AUTHENTICATION.has(method)) throw new ConnectorError('auth_method')
    if (method === AUTHENTICATION.cleartext && !this.options.isEncrypted) {
      throw new ConnectorError(
        'auth_method',
        'The server asks for the password on a connection that is not encrypted.',
        { field: 'tls.mode', hint: 'Turn TLS on and try again.' }
      )
    }
    if (method === AUTHENTICATION.saslContinue) checkIterations(body)
    if (method === AUTHENTICATION.sasl) while (body.text(1) > 1);
  }
}

/** Reads a message's body and refuses to leave it. */
class BodyReader {
  #offset = 0

  constructor(private readonly body: Buffer) {}

  get isAtEnd(): boolean {
    return this.#offset === this.body.length
  }

  skip(bytes: number): this {
    this.#offset += bytes
    if (bytes < 0 || this.#offset > this.body.length) throw malformed()
    return this
  }

  /** Passes over zero-terminated texts; the bytes of the last one, terminator included. */
  text(count: number): number {
    let length = 0
    for (let i = 0; i < count; i++) {
      const end = this.body.indexOf(0, this.#offset)
      if (end === -1) throw malformed()
      length = end + 1 - this.#offset
      this.#offset = end + 1
    }
    return length
  }

  int16(): number {
    this.skip(2)
    return this.body.readInt16BE(this.#offset - 2)
  }

  int32(): number {
    this.skip(4)
    return this.body.readInt32BE(this.#offset - 4)
  }

  rest(): string {
    return this.body.toString('latin1', this.#offset)
  }

  byte(): number {
    this.skip(1)
    return this.body.readUInt8(this.#offset - 1)
  }
}

/** `r=…,s=…,i=4096` (RFC 5802, section 7). */
function checkIterations(body: BodyReader) {
  const [, iterations] = /,i=([^,]*)/.exec(body.rest()) ?? []
  if (Number(iterations) <= MOST_ITERATIONS) return
  throw new ConnectorError(
    'auth_method',
    'The server asks for more rounds of hashing to sign in than a server should.',
    {
      hint: 'Ask for a lower scram_iterations at the database, and for the password to be set again.',
    }
  )
}

/** Errors and notices: fields of one type byte and a text, ended by a zero. */
function checkReport(body: BodyReader) {
  while (body.byte() !== 0) body.text(1)
}

function checkRowDescription(body: BodyReader) {
  const fields = body.int16()
  if (fields < 0) throw malformed()
  for (let i = 0; i < fields; i++) {
    body.text(1)
    body.skip(18)
  }
}

function checkDataRow(body: BodyReader) {
  const values = body.int16()
  if (values < 0) throw malformed()
  for (let i = 0; i < values; i++) {
    const length = body.int32()
    if (length !== -1) body.skip(length)
  }
  if (!body.isAtEnd) throw malformed()
}

/** The format of the whole, and of each column. */
function checkCopyResponse(body: BodyReader) {
  body.skip(1)
  body.skip(body.int16() * 2)
}

function copiedLength(data: Buffer, offset: number): number {
  const length = data.readUInt32BE(offset + 1)
  if (length < 4) throw malformed()
  return length
}

function bytesMissing(rest: Buffer): number {
  return rest.length < HEADER ? HEADER - rest.length : 1 + rest.readUInt32BE(1) - rest.length
}

function malformed(): ConnectorError {
  return new ConnectorError('wrong_protocol')
}
