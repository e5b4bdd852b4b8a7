import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Binary, type Document } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'

export type Mechanism = 'SCRAM-SHA-256' | 'SCRAM-SHA-1'

export interface User {
  password: string
  mechanisms: readonly Mechanism[]
  /** Null for root, who may do anything; else the databases that may be read. */
  reads: readonly string[] | null
  /** Its action changeOwnPassword, or changePassword: whose it may change without being root. */
  changes?: 'own' | 'others'
}

const ITERATIONS = { 'SCRAM-SHA-256': 15_000, 'SCRAM-SHA-1': 10_000 }
const HASH = { 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-1': 'sha1' } as const
const BYTES = { sha256: 32, sha1: 20 }

const keys = new Map<string, { salt: Buffer; salted: Buffer }>()

/** One conversation, from the server's side (RFC 5802, section 3): the password is really verified. */
export class Conversation {
  readonly #first: string
  readonly #offer: string
  readonly #hash: 'sha256' | 'sha1'
  readonly #salted: Buffer
  readonly username: string

  constructor(users: Record<string, User>, { mechanism, payload }: Document) {
    this.#first = textOf(payload).replace(/^n,,/, '')
    const { n = '', r = '' } = attributes(this.#first)
    this.username = n.replaceAll('=2C', ',').replaceAll('=3D', '=')
    const user = users[this.username]
    if (!(mechanism in HASH))
      throw new CommandError(
        334,
        `Received authentication for mechanism ${mechanism} which is not enabled`
      )
    const kind = mechanism as Mechanism
    if (!user?.mechanisms.includes(kind)) throw failed()
    const { salt, salted } = keyOf(this.username, user.password, kind)
    this.#hash = HASH[kind]
    this.#salted = salted
    this.#offer = `r=${r}${randomBytes(12).toString('base64')},s=${salt.toString('base64')},i=${ITERATIONS[kind]}`
  }

  get offer(): Document {
    return { conversationId: 1, done: false, payload: binary(this.#offer), ok: 1 }
  }

  /** @throws CommandError 18 for a wrong proof */
  finish(payload: unknown): Document {
    const final = textOf(payload)
    const withoutProof = final.slice(0, final.lastIndexOf(',p='))
    const proof = Buffer.from(final.slice(final.lastIndexOf(',p=') + 3), 'base64')
    const exchange = `${this.#first},${this.#offer},${withoutProof}`
    const clientKey = this.#hmac(this.#salted, 'Client Key')
    const storedKey = createHash(this.#hash).update(clientKey).digest()
    const signature = this.#hmac(storedKey, exchange)
    const shown = Buffer.from(proof.map((byte, i) => byte ^ (signature[i] ?? 0)))
    const isRight = shown.length === clientKey.length && timingSafeEqual(shown, clientKey)
    if (!isRight || attributes(withoutProof).r !== attributes(this.#offer).r) throw failed()
    const own = this.#hmac(this.#hmac(this.#salted, 'Server Key'), exchange)
    return { conversationId: 1, done: true, payload: binary(`v=${own.toString('base64')}`), ok: 1 }
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest()
  }
}

/** Like a server, it keeps salt and key of each user. */
function keyOf(name: string, password: string, mechanism: Mechanism) {
  const id = `${mechanism} ${name} ${password}`
  const known = keys.get(id)
  if (known) return known
  const hash = HASH[mechanism]
  const secret =
    hash === 'sha1' ? createHash('md5').update(`${name}:mongo:${password}`).digest('hex') : password
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(secret, salt, ITERATIONS[mechanism], BYTES[hash], hash)
  keys.set(id, { salt, salted })
  return { salt, salted }
}

function attributes(text: string): Partial<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]))
}

function textOf(payload: unknown): string {
  return payload instanceof Binary ? Buffer.from(payload.value()).toString('utf8') : ''
}

function binary(text: string): Binary {
  return new Binary(Buffer.from(text))
}

function failed(): CommandError {
  return new CommandError(18, 'Authentication failed.')
}
