import { hkdfSync, timingSafeEqual } from 'node:crypto'
import { appKey, appUrl } from '#config/app'
import { setupText } from '#services/auth/secret_texts'

/**
 * What tells whoever runs this server from the stranger who reaches it first. It is made from APP_KEY, so that it is
 * the same on every node and after every start, and stored nowhere.
 */
const token = setupText.spell(
  new Uint8Array(hkdfSync('sha256', appKey.release(), '', 'varlor setup token', 32))
)

export function isSetupToken(text: string): boolean {
  const hash = (value: string) => Buffer.from(setupText.hash(value), 'hex')
  return timingSafeEqual(hash(text), hash(token))
}

/** In the fragment, which browsers send to nobody: no proxy and no access log learns it. */
export function setupLink(): string {
  return `${appUrl.replace(/\/+$/, '')}/setup#${token}`
}
