import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Binary, type Document } from 'mongodb'
import { ConnectorError } from '#connectors/connector_error'
import {
  preparePassword,
  type SignInContext,
  type SignInMechanism,
} from '#connectors/mongodb/driver'

const derive = promisify(pbkdf2)

/**
 * How often a server may have us hash. It chooses the number, and each derivation holds one of the process's four
 * worker threads; MongoDB's own are 10,000 and 15,000. Fewer than 4,096 would give the password away (RFC 7677).
 */
const ITERATIONS = { least: 4_096, most: 100_000 }

interface Facts {
  username: string
  password: string
  source: string
}

/** How the mechanisms differ: the hash, and what of the password goes into it. */
const KINDS = {
  'SCRAM-SHA-256': {
    hash: 'sha256',
    bytes: 32,
    secret: ({ password }: Facts) => preparePassword(password),
  },
  'SCRAM-SHA-1': {
    hash: 'sha1',
    bytes: 20,
    secret: ({ username, password }: Facts) => md5(`${username}:mongo:${password}`),
  },
} as const
type Kind = keyof typeof KINDS

/**
 * SCRAM as MongoDB does it (RFC 5802, and "Authentication" of the public driver specifications). Ours and not the
 * driver's: that one takes any number of iterations, and keeps passwords for the life of the process.
 */
export class Scram implements SignInMechanism {
  readonly #first: string

  constructor(
    private readonly kind: Kind,
    private readonly facts: Facts
  ) {
    const name = facts.username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#first = `n=${name},r=${randomBytes(24).toString('base64')}`
  }

  static for(name: string, facts: Facts): Scram | undefined {
    return Object.hasOwn(KINDS, name) ? new Scram(name as Kind, facts) : undefined
  }

  /** The first message travels with the handshake. */
  async prepare(handshake: Document): Promise<Document> {
    return { ...handshake, speculativeAuthenticate: { ...this.#start(), db: this.facts.source } }
  }

  /** @throws ConnectorError `wrong_protocol`, or the server's refusal */
  async auth({ connection, response }: SignInContext): Promise<void> {
    const ns = { db: this.facts.source }
    const ask = (command: Document) => connection.command(ns, command)
    const offer: Document = response?.speculativeAuthenticate ?? (await ask(this.#start()))
    const { proof, signature } = await this.#answer(textOf(offer.payload))

    const { conversationId } = offer
    const final = await ask({ saslContinue: 1, conversationId, payload: binary(proof) })
    const { v = '' } = attributes(textOf(final.payload))
    if (!isSame(Buffer.from(v, 'base64'), signature)) throw untrustworthy()
    if (final.done === true) return
    await ask({ saslContinue: 1, conversationId, payload: binary('') })
  }

  #start(): Document {
    return {
      saslStart: 1,
      mechanism: this.kind,
      payload: binary(`n,,${this.#first}`),
      autoAuthorize: 1,
      options: { skipEmptyExchange: true },
    }
  }

  async #answer(offered: string): Promise<{ proof: string; signature: Buffer }> {
    const { hash, bytes, secret } = KINDS[this.kind]
    const { r: nonce = '', s: salt = '', i = '' } = attributes(offered)
    const iterations = Number(i)
    const isBounded = iterations >= ITERATIONS.least && iterations <= ITERATIONS.most
    const isOurs = nonce.startsWith(attributes(this.#first).r ?? '-') && nonce.length < 256
    if (!isBounded || !Number.isInteger(iterations) || !isOurs || salt === '') throw untrustworthy()

    const salted = await derive(
      secret(this.facts),
      Buffer.from(salt, 'base64'),
      iterations,
      bytes,
      hash
    )
    const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest()
    const clientKey = hmac(salted, 'Client Key')
    const storedKey = createHash(hash).update(clientKey).digest()
    const withoutProof = `c=biws,r=${nonce}`
    const exchange = `${this.#first},${offered},${withoutProof}`
    const proof = xor(clientKey, hmac(storedKey, exchange)).toString('base64')
    return {
      proof: `${withoutProof},p=${proof}`,
      signature: hmac(hmac(salted, 'Server Key'), exchange),
    }
  }
}

/** `a=1,b=2`; values may hold `=`. */
function attributes(message: string): Partial<Record<string, string>> {
  const pairs = message.split(',').map((part) => [part.slice(0, 1), part.slice(2)] as const)
  return Object.fromEntries(pairs)
}

function textOf(payload: unknown): string {
  if (payload instanceof Binary) return Buffer.from(payload.value()).toString('utf8')
  if (payload instanceof Uint8Array) return Buffer.from(payload).toString('utf8')
  throw untrustworthy()
}

function binary(text: string): Binary {
  return new Binary(Buffer.from(text, 'utf8'))
}

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex')
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, i) => byte ^ (b[i] ?? 0)))
}

function isSame(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** It does not know the password's digest, or wants us to give it away, or to work for ever. */
function untrustworthy(): ConnectorError {
  return new ConnectorError(
    'wrong_protocol',
    'The server does not sign users in as MongoDB does, so it was not trusted.',
    { field: 'host', hint: 'Check the host and the port: something else may answer there.' }
  )
}
