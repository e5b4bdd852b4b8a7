import env from '#start/env'

/** Cookies are `Secure`, and browsers are told to insist on it, exactly when the public address is https. */
export const isSecure = env.get('APP_URL').startsWith('https:')

/** Features of browsers that no page of ours uses, nor anything that got into one. */
const UNUSED = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb']

/**
 * What every answer carries, whoever writes it: pages, data, files, refusals of the parser. `docs/hardening.md` says
 * why each one is there. The policy is the strictest; pages get their own, see `config/shield.ts`.
 */
export const baseHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': UNUSED.map((feature) => `${feature}=()`).join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Not for subdomains, which may be somebody else's; two years, as the preload list asks of others.
  ...(isSecure ? { 'Strict-Transport-Security': 'max-age=63072000' } : {}),
}
