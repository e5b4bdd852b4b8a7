import type { ErrorCode } from '#connectors/error_codes'
import type { Whereabouts } from '#connectors/error_table'

/** What happened, to whom and where, in one sentence. A code without one is told by its title. */
const SENTENCES: Partial<Record<ErrorCode, (at: Whereabouts) => string>> = {
  dns: ({ where }) => `The host name ${where} was not found.`,
  refused: (at) => `Nothing listens on ${spot(at)}.`,
  timeout: (at) =>
    `${capital(spot(at))} did not answer${at.seconds ? ` within ${at.seconds} seconds` : ''}.`,
  wrong_protocol: (at) => `What answers on ${spot(at)} does not speak ${at.label}.`,
  tls_required: ({ where }) => `${where} accepts only encrypted connections.`,
  tls_unsupported: ({ where }) => `${where} does not offer TLS as we need it.`,
  tls_untrusted: ({ where }) =>
    `The certificate of ${where} is not signed by a CA that is trusted here.`,
  tls_hostname: ({ where }) => `The certificate that was shown is not for ${where}.`,
  tls_expired: ({ where }) => `The certificate of ${where} is not valid today.`,
  tls_client_cert: ({ where }) => `${where} did not accept the client certificate, or wants one.`,
  auth_bad: (at) => `Wrong password for ${user(at)} on ${at.where}.`,
  auth_missing: (at) => `${at.where} asks for the password of ${user(at)}.`,
  auth_method: (at) => `${at.where} wants ${user(at)} to sign in in a way that is not supported.`,
  auth_locked: (at) => `The user ${user(at)} is locked on ${at.where}.`,
  auth_expired: (at) => `The password of ${user(at)} on ${at.where} has expired.`,
  auth_must_change: (at) => `The password of ${user(at)} on ${at.where} must be changed first.`,
  password_denied: (at) => `${capital(user(at))} may not change that password on ${at.where}.`,
  password_rejected: ({ where }) => `The rules of ${where} refuse the new password.`,
  network_acl: (at) => `${at.where} refused this network: no access rule matches ${user(at)}.`,
  database_not_found: (at) => `There is no ${database(at)} on ${at.where}.`,
  database_denied: (at) =>
    `${capital(user(at))} may not open ${at.database ? `the database ${at.database}` : 'this database'} on ${at.where}.`,
  schema_denied: (at) => `${capital(user(at))} may not read this on ${at.where}.`,
  too_many_connections: ({ where }) => `${where} has no connection left.`,
  starting: ({ where }) => `${where} is starting or shutting down.`,
  version_unsupported: (at) => `The version of ${at.label} on ${at.where} is not supported.`,
  file_missing: ({ where }) => `There is no file ${where}.`,
  not_a_database: (at) => `${at.where} is not a database of ${at.label}.`,
  unknown: ({ where }) => `${where} refused for a reason we do not know.`,
}

export function sentenceFor(code: ErrorCode, at: Whereabouts): string | undefined {
  return SENTENCES[code]?.(at)
}

/** The place of a server, as sentences name it. */
export function spot(at: Whereabouts): string {
  return at.port === null ? at.where : `port ${at.port} of ${at.where}`
}

function database(at: Whereabouts): string {
  return at.database ? `database ${at.database}` : 'such database'
}

function user(at: Whereabouts): string {
  return at.user ?? 'this user'
}

/** Our own words begin a sentence in upper case; names stay as they are. */
export function capital(text: string): string {
  return /^(this user$|port )/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text
}
