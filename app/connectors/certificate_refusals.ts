import type { DriverError, Refusal, Whereabouts } from '#connectors/error_table'
import { printable } from '#connectors/whereabouts'

/** What is wrong with a certificate, told with what the certificate says of itself. */

/** Names of a certificate that are told; some have hundreds. */
const NAMES = 3

/** As Node describes a peer's certificate. */
interface Peer {
  subject?: { CN?: unknown }
  issuer?: { CN?: unknown; O?: unknown }
  /** `DNS:db.example.com, IP Address:192.0.2.1`; values with odd characters in quotes. */
  subjectaltname?: unknown
}

export function selfSigned(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'tls_untrusted',
    message: `The certificate of ${where} is self-signed: nobody vouches for it.`,
    hint: 'Compare its fingerprint with the one at the server, then approve this certificate.',
  }
}

export function signedByAnother(error: DriverError, { where }: Whereabouts): Refusal {
  const { issuer } = peerOf(error)
  const name = printable(first(issuer?.CN)) ?? printable(first(issuer?.O))
  if (name === null) return { code: 'tls_untrusted' }
  return {
    code: 'tls_untrusted',
    message: `The certificate of ${where} is signed by ${name}, which is not trusted here.`,
    hint: 'Paste the CA certificate of that authority, or approve this certificate if you know it.',
  }
}

export function certificateForAnotherHost(error: DriverError, { where }: Whereabouts): Refusal {
  const names = namesOf(peerOf(error))
  if (names.length === 0) return { code: 'tls_hostname' }
  const told = names.slice(0, NAMES).join(', ')
  const more = names.length > NAMES ? ` and ${names.length - NAMES} more` : ''
  return {
    code: 'tls_hostname',
    message: `The certificate is for ${told}${more}, not for ${where}.`,
    hint: 'Enter the host by a name that the certificate is for, or approve this certificate if you know it.',
  }
}

function peerOf({ cert }: DriverError): Peer {
  return typeof cert === 'object' && cert !== null ? cert : {}
}

function namesOf({ subject, subjectaltname }: Peer): string[] {
  const alternatives = typeof subjectaltname === 'string' ? subjectaltname.slice(0, 10_000) : ''
  const names = [...alternatives.matchAll(/(?:DNS|IP Address):([^,"]+)/g)].map(([, name]) => name)
  const told = names.length > 0 ? names : [first(subject?.CN)]
  return told.map(printable).filter((name) => name !== null)
}

/** An attribute that is there several times is a list. */
function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value
}
