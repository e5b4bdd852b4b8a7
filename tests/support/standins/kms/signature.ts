import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const HEADER =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/kms\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/

/**
 * Whether a request is signed by one of these identities for KMS in this region, with Signature Version 4.
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function isSigned(
  request: IncomingMessage,
  body: string,
  identities: ReadonlyMap<string, string>,
  region: string
): boolean {
  const parts = HEADER.exec(String(request.headers.authorization))
  const [, id = '', day = '', forRegion = '', signedHeaders = '', signature = ''] = parts ?? []
  const secret = identities.get(id)
  if (!secret || forRegion !== region || !signedHeaders.split(';').includes('host')) return false
  const scope = `${day}/${region}/kms/aws4_request`
  const toSign = [
    'AWS4-HMAC-SHA256',
    String(request.headers['x-amz-date']),
    scope,
    sha256(canonical(request, body, signedHeaders)),
  ].join('\n')
  const key = [day, region, 'kms', 'aws4_request'].reduce<Buffer>(
    hmac,
    Buffer.from(`AWS4${secret}`)
  )
  return timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex'))
}

function canonical(request: IncomingMessage, body: string, signedHeaders: string): string {
  const headers = signedHeaders
    .split(';')
    .map((name) => `${name}:${String(request.headers[name]).trim()}\n`)
    .join('')
  return [request.method, request.url, '', headers, signedHeaders, sha256(body)].join('\n')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
