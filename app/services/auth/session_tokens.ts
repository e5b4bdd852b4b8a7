import { hkdfSync } from 'node:crypto'
import { errors, jwtVerify, SignJWT } from 'jose'

/** Seconds an access token lives. */
export const ACCESS_TOKEN_AGE = 15 * 60
/** Seconds an unused refresh token lives. */
export const REFRESH_TOKEN_AGE = 30 * 24 * 60 * 60

const ALGORITHM = 'HS256'
const ISSUER = 'varlor'
const ACCESS = { typ: 'at+jwt', audience: 'varlor:api', info: 'varlor access token' }
const REFRESH = { typ: 'rt+jwt', audience: 'varlor:refresh', info: 'varlor refresh token' }

/** Whom an access token speaks for. The role is not in it: it is read from the database each time. */
export interface AccessClaims {
  userId: string
  tenantId: string
  sessionId: string
}

export interface RefreshClaims {
  sessionId: string
  generation: number
}

export interface SignedToken {
  token: string
  expiresAt: Date
}

type TokenKind = typeof ACCESS

/**
 * Signs and verifies the two tokens of an API session. Each kind has a type, an audience and a key of its own
 * (HKDF-SHA-256 of the application's key, RFC 5869), so that neither can pass for the other.
 */
export class SessionTokens {
  #keys: Map<TokenKind, Uint8Array>

  constructor(appKey: string) {
    this.#keys = new Map([ACCESS, REFRESH].map((kind) => [kind, deriveKey(appKey, kind.info)]))
  }

  /** An access token for 15 minutes, or until the session ends if that is sooner. */
  signAccess(claims: AccessClaims, sessionEnd: Date): Promise<SignedToken> {
    const { userId, tenantId, sessionId } = claims
    const payload = { sub: userId, tid: tenantId, sid: sessionId }
    return this.#sign(ACCESS, payload, earlier(ACCESS_TOKEN_AGE, sessionEnd))
  }

  /** A refresh token for 30 days, or until the session ends if that is sooner. */
  signRefresh(claims: RefreshClaims, sessionEnd: Date): Promise<SignedToken> {
    const payload = { sid: claims.sessionId, gen: claims.generation }
    return this.#sign(REFRESH, payload, earlier(REFRESH_TOKEN_AGE, sessionEnd))
  }

  /** What the token says, or null when it is not one of ours, not an access token, or expired. */
  async verifyAccess(token: string): Promise<AccessClaims | null> {
    const payload = await this.#verify(ACCESS, token)
    if (!payload) return null
    const { sub, tid, sid } = payload
    if (typeof sub !== 'string' || typeof tid !== 'string' || typeof sid !== 'string') return null
    return { userId: sub, tenantId: tid, sessionId: sid }
  }

  /** What the token says, or null when it is not one of ours, not a refresh token, or expired. */
  async verifyRefresh(token: string): Promise<RefreshClaims | null> {
    const payload = await this.#verify(REFRESH, token)
    if (!payload) return null
    const { sid, gen } = payload
    if (typeof sid !== 'string' || !Number.isSafeInteger(gen)) return null
    return { sessionId: sid, generation: gen as number }
  }

  async #sign(kind: TokenKind, payload: Record<string, unknown>, expiresAt: Date) {
    const token = await new SignJWT(payload)
      .setProtectedHeader({ alg: ALGORITHM, typ: kind.typ })
      .setIssuer(ISSUER)
      .setAudience(kind.audience)
      .setIssuedAt()
      .setExpirationTime(expiresAt)
      .sign(this.#keyOf(kind))
    return { token, expiresAt }
  }

  async #verify(kind: TokenKind, token: string) {
    try {
      const { payload } = await jwtVerify(token, this.#keyOf(kind), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: kind.audience,
        typ: kind.typ,
        requiredClaims: ['iat', 'exp'],
      })
      return payload
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }

  #keyOf(kind: TokenKind): Uint8Array {
    const key = this.#keys.get(kind)
    if (!key) throw new TypeError(`No key for ${kind.typ}`)
    return key
  }
}

function deriveKey(appKey: string, info: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', appKey, '', info, 32))
}

/** Whole seconds, as tokens count them. */
function earlier(age: number, end: Date): Date {
  const now = Math.floor(Date.now() / 1000)
  return new Date(Math.min(now + age, Math.floor(end.getTime() / 1000)) * 1000)
}
