import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { KmsError, KmsKeys } from '#tests/support/standins/kms/keys'
import { isSigned } from '#tests/support/standins/kms/signature'

export interface AskedOperation {
  target: string
  authorization: string
  body: Record<string, unknown>
}

interface Answer {
  status: number
  body?: unknown
}

/**
 * Stands in for AWS KMS, as its API reference describes the JSON 1.1 protocol: `X-Amz-Target: TrentService.Decrypt`,
 * requests that are signed with Signature Version 4, symmetric keys with encryption contexts, and its errors.
 *
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_Decrypt.html
 */
export class KmsStandin {
  readonly keys = new KmsKeys()
  readonly asked: AskedOperation[] = []
  readonly region = 'eu-central-1'
  /** Secret access keys by their id. */
  readonly identities = new Map<string, string>()
  /** Operations that no identity may use, such as `TrentService.Decrypt`. */
  readonly denied = new Set<string>()
  /** Answers to give instead, one for each request, before the real ones. */
  readonly instead: (Answer | 'silence')[] = []

  readonly #sockets = new Set<Socket>()
  readonly #server = createServer(async (request, response) => {
    const answer = await this.#answer(request)
    if (answer === 'silence') return
    const isText = typeof answer.body === 'string'
    response.writeHead(answer.status, {
      'content-type': isText ? 'text/html' : 'application/x-amz-json-1.1',
    })
    response.end(isText ? answer.body : JSON.stringify(answer.body))
  })

  static async start(): Promise<KmsStandin> {
    const standin = new KmsStandin()
    standin.#server.on('connection', (socket) => {
      standin.#sockets.add(socket)
      socket.once('close', () => standin.#sockets.delete(socket))
    })
    await new Promise<void>((resolve) => standin.#server.listen(0, '127.0.0.1', resolve))
    return standin
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    if (this.#server.listening) await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(request: IncomingMessage): Promise<Answer | 'silence'> {
    const body = await text(request)
    const target = String(request.headers['x-amz-target'])
    const authorization = String(request.headers.authorization)
    this.asked.push({ target, authorization, body: Object(JSON.parse(body)) })
    const instead = this.instead.shift()
    if (instead) return instead
    try {
      if (!isSigned(request, body, this.identities, this.region)) {
        throw new KmsError('UnrecognizedClientException')
      }
      if (this.denied.has(target)) throw new KmsError('AccessDeniedException')
      return { status: 200, body: this.#work(target, Object(JSON.parse(body))) }
    } catch (error) {
      if (!(error instanceof KmsError)) throw error
      return { status: 400, body: { __type: error.type, message: 'Words of KMS' } }
    }
  }

  #work(target: string, body: Record<string, unknown>) {
    const context = Object(body.EncryptionContext)
    const bytes = (field: string) => Buffer.from(String(body[field]), 'base64')
    const keyId = String(body.KeyId)
    switch (target) {
      case 'TrentService.Encrypt': {
        const blob = this.keys.encrypt(keyId, bytes('Plaintext'), context)
        return { KeyId: keyId, CiphertextBlob: blob.toString('base64') }
      }
      case 'TrentService.Decrypt': {
        const plaintext = this.keys.decrypt(keyId, bytes('CiphertextBlob'), context)
        return { KeyId: keyId, Plaintext: plaintext.toString('base64') }
      }
      default:
        throw new KmsError('UnknownOperationException')
    }
  }
}
