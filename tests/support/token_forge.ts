import { hkdfSync } from 'node:crypto'
import { base64url, SignJWT } from 'jose'

/** Everything in a token that a forger could vary; what is not said is as in a genuine access token. */
export interface Forgery {
  sub: string
  tid: string
  sid: string
  alg?: string
  typ?: string
  iss?: string
  aud?: string
  /** Seconds from now. */
  issued?: number
  expires?: number | null
  appKey?: string
  info?: string
}

/** Makes an access token with everything right but what is asked to be wrong. */
export async function forgeToken(forgery: Forgery): Promise<string> {
  const { sub, tid, sid, alg = 'HS256', typ = 'at+jwt', issued = 0, expires = 900 } = forgery
  const now = Math.floor(Date.now() / 1000)
  const jwt = new SignJWT({ sub, tid, sid })
    .setProtectedHeader({ alg, typ })
    .setIssuer(forgery.iss ?? 'varlor')
    .setAudience(forgery.aud ?? 'varlor:api')
    .setIssuedAt(now + issued)
  if (expires !== null) jwt.setExpirationTime(now + expires)
  return jwt.sign(keyOf(forgery))
}

/** The same without a signature. */
export function forgeUnsigned({ sub, tid, sid }: Forgery): string {
  const now = Math.floor(Date.now() / 1000)
  const header = { alg: 'none', typ: 'at+jwt' }
  const payload = { sub, tid, sid, iss: 'varlor', aud: 'varlor:api', iat: now, exp: now + 900 }
  return `${encode(header)}.${encode(payload)}.`
}

/** One character of one part (header, payload, signature) replaced by another. */
export function tamper(token: string, part: 0 | 1 | 2): string {
  const parts = token.split('.')
  const text = parts[part] ?? ''
  parts[part] = (text[0] === 'A' ? 'B' : 'A') + text.slice(1)
  return parts.join('.')
}

function encode(value: unknown): string {
  return base64url.encode(JSON.stringify(value))
}

function keyOf({ appKey = process.env.APP_KEY, info = 'varlor access token' }: Forgery) {
  if (!appKey) throw new Error('Forging needs the key of the tests in APP_KEY')
  return new Uint8Array(hkdfSync('sha256', appKey, '', info, 32))
}
