import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { setTimeout as pause } from 'node:timers/promises'
import vault, { type client as VaultClient } from 'node-vault'
import { KeyServiceError, type KeyService } from '#vault/key_providers/key_service'
import { isPassing, sentenceOf } from '#vault/key_providers/vault_transit/failures'
import type { TransitTarget } from '#vault/key_providers/vault_transit/settings'

/**
 * Authenticated with the key by ciphers that can (AES-GCM, the default, and ChaCha20): what was wrapped for something
 * else under the same Transit key does not unwrap here.
 */
const ASSOCIATED_DATA = Buffer.from('varlor master key v1').toString('base64')

/** Pauses before the second and the third attempt, in milliseconds. */
const PAUSES = [250, 500]

/** The Transit engine of HashiCorp Vault or OpenBao, by the client `node-vault`. */
export class TransitService implements KeyService {
  readonly title: string
  readonly #client: VaultClient
  readonly #agents: [HttpAgent, HttpsAgent]

  constructor(private readonly target: TransitTarget) {
    this.title = `Vault Transit ${target.key} at ${target.address.origin}`
    this.#agents = [new HttpAgent(), new HttpsAgent({ ca: target.ca, rejectUnauthorized: true })]
    this.#client = clientFor(target, this.#agents)
  }

  /** `vault:v3:…`, where v3 is the version of the Transit key. */
  isWrapped(text: string): boolean {
    return /^vault:v\d+:[\w+/=]+$/.test(text)
  }

  /** The key crosses as base64 in JSON: strings of the client, which stay until they are collected. */
  async wrap(bytes: Buffer, signal: AbortSignal): Promise<string> {
    const data = await this.#ask('encrypt', { plaintext: bytes.toString('base64') }, signal)
    if (typeof data.ciphertext === 'string') return data.ciphertext
    throw new KeyServiceError(sentenceOf(null, 'encrypt', this.target))
  }

  async unwrap(text: string, signal: AbortSignal): Promise<Buffer> {
    const data = await this.#ask('decrypt', { ciphertext: text }, signal)
    if (typeof data.plaintext === 'string') return Buffer.from(data.plaintext, 'base64')
    throw new KeyServiceError(sentenceOf(null, 'decrypt', this.target))
  }

  silence(deadline: number): string {
    return (
      `Vault at ${this.target.address.origin} did not answer within ${deadline / 1_000} seconds. ` +
      'Check VAULT_ADDR, and that Vault is reachable from here'
    )
  }

  close(): void {
    for (const agent of this.#agents) agent.destroy()
  }

  async #ask(
    operation: 'encrypt' | 'decrypt',
    body: Record<string, string>,
    signal: AbortSignal
  ): Promise<Record<string, unknown>> {
    const { mount, key } = this.target
    for (let attempt = 0; ; attempt++) {
      try {
        const answer = await this.#client.write(`${mount}/${operation}/${key}`, {
          ...body,
          associated_data: ASSOCIATED_DATA,
        })
        return Object(Object(answer).data)
      } catch (error) {
        const wait = PAUSES[attempt]
        if (wait === undefined || !isPassing(error) || signal.aborted) {
          throw new KeyServiceError(await this.#explain(error, operation))
        }
        await pause(wait)
      }
    }
  }

  /** Vault answers 403 to a token that it does not know as to one that may not: whether it knows it, it says itself. */
  async #explain(error: unknown, operation: 'encrypt' | 'decrypt'): Promise<string> {
    const isDenied = Object(Object(error).response).statusCode === 403
    const known = isDenied && (await this.#client.tokenLookupSelf().catch(() => null))
    return sentenceOf(error, operation, this.target, { isTokenKnown: Boolean(known) })
  }
}

/**
 * What the client would otherwise take from the environment is set here: its path prefix, whether to verify
 * certificates (the agent does, whatever VAULT_SKIP_VERIFY says), and its debug log, which quotes what is encrypted.
 */
function clientFor(target: TransitTarget, [http, https]: [HttpAgent, HttpsAgent]): VaultClient {
  const isSecure = target.address.protocol === 'https:'
  const client = vault({
    endpoint: target.address.href.replace(/\/$/, ''),
    token: target.token,
    namespace: target.namespace,
    debug: () => {},
    requestOptions: { httpAgent: isSecure ? new NoPlainHttp() : http, httpsAgent: https },
  })
  return Object.assign(client, { pathPrefix: '' })
}

/** Vault may redirect to another node of its cluster, but the token and the keys never leave TLS for it. */
class NoPlainHttp extends HttpAgent {
  override createConnection(): never {
    throw new Error('A redirection leads from https to http')
  }
}
