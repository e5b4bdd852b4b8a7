import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import { sentenceOf } from '#vault/key_providers/aws_kms/failures'
import type { KmsTarget } from '#vault/key_providers/aws_kms/settings'
import { KeyServiceError, type KeyService } from '#vault/key_providers/key_service'
import { MASTER_KEY_BYTES } from '#vault/master_key'

/** Authenticated with the key, and named in CloudTrail and in policies: what was wrapped for something else does not unwrap. */
const ENCRYPTION_CONTEXT = { application: 'varlor', purpose: 'master-key' }

/** Of one attempt, in milliseconds. */
const CONNECTION_TIMEOUT = 3_000
const REQUEST_TIMEOUT = 4_000

/**
 * A symmetric key of AWS KMS. Who we are is for the SDK's own chain to find (environment, web identity, container or
 * instance role): it is the operator's identity, used with the operator's service.
 */
export class KmsService implements KeyService {
  readonly title: string
  readonly #client: KMSClient

  constructor(private readonly target: KmsTarget) {
    const { keyId, region, endpoint } = target
    this.title = `AWS KMS ${keyId} in ${region}${endpoint ? ` at ${endpoint.origin}` : ''}`
    this.#client = new KMSClient({
      region,
      ...(endpoint && { endpoint: endpoint.href }),
      maxAttempts: 3,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT,
        requestTimeout: REQUEST_TIMEOUT,
        throwOnRequestTimeout: true,
      },
    })
  }

  /** Base64 of more than a key: KMS adds which key it was and how to check it. */
  isWrapped(text: string): boolean {
    const bytes = Buffer.from(text, 'base64')
    return bytes.length > MASTER_KEY_BYTES && bytes.toString('base64') === text
  }

  async wrap(bytes: Buffer, signal: AbortSignal): Promise<string> {
    const command = new EncryptCommand({
      KeyId: this.target.keyId,
      Plaintext: bytes,
      EncryptionContext: ENCRYPTION_CONTEXT,
    })
    const { CiphertextBlob } = await this.#ask('kms:Encrypt', () =>
      this.#client.send(command, { abortSignal: signal })
    )
    return Buffer.from(this.#answered(CiphertextBlob)).toString('base64')
  }

  /** The key crosses as base64 in JSON: strings of the SDK, which stay until they are collected. */
  async unwrap(text: string, signal: AbortSignal): Promise<Buffer> {
    const command = new DecryptCommand({
      KeyId: this.target.keyId,
      CiphertextBlob: Buffer.from(text, 'base64'),
      EncryptionContext: ENCRYPTION_CONTEXT,
    })
    const { Plaintext } = await this.#ask('kms:Decrypt', () =>
      this.#client.send(command, { abortSignal: signal })
    )
    const { buffer, byteOffset, byteLength } = this.#answered(Plaintext)
    return Buffer.from(buffer, byteOffset, byteLength)
  }

  silence(deadline: number): string {
    return (
      `${this.title} did not answer within ${deadline / 1_000} seconds. ` +
      'Check AWS_REGION and AWS_ENDPOINT_URL_KMS, and that KMS is reachable from here'
    )
  }

  close(): void {
    this.#client.destroy()
  }

  async #ask<T>(action: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send()
    } catch (error) {
      throw new KeyServiceError(sentenceOf(error, action, this.target))
    }
  }

  #answered(bytes: Uint8Array | undefined): Uint8Array {
    if (bytes) return bytes
    throw new KeyServiceError(sentenceOf(null, '', this.target))
  }
}
