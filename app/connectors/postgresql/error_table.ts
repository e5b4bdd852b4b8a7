import type { DriverError, ErrorTable, Refusal, Whereabouts } from '#connectors/error_table'
import { noSuchUser, readOnlyServer } from '#connectors/password_refusals'
import { hungUp } from '#connectors/system_errors'
import { cancelled, denied, locked, uncomputable, writes } from '#connectors/work_refusals'

/**
 * By SQLSTATE (PostgreSQL documentation, appendix A). Texts may be in the server's language, so they decide only
 * where the codes do not: poolers reuse 08P01 for everything.
 */
export function errorTable(encrypted: boolean): ErrorTable {
  return {
    codesOf: ({ code }) => (typeof code === 'string' ? [code, code.slice(0, 2)] : []),
    codes: {
      '28P01': 'auth_bad',
      '28000': (error, at) => rejected(error, at, encrypted),
      '3D000': 'database_not_found',
      '42501': denied,
      '42P01': 'table_not_found',
      '3F000': 'table_not_found',
      '53300': 'too_many_connections',
      '57P01': 'starting',
      '57P02': 'starting',
      '57P03': 'starting',
      '57014': cancelled,
      '55P03': locked,
      '25006': writes,
      '0A000': (error) => (isAbout(error, /protocol/i) ? { code: 'version_unsupported' } : null),
      '22': uncomputable,
      '38': uncomputable,
      'P0': uncomputable,
    },
    texts: [
      [/no such database|database .* does not exist/i, 'database_not_found'],
      [/no such user|tenant or user not found|password authentication failed/i, 'auth_bad'],
      [/too many connections|max_client_conn|remaining connection slots/i, 'too_many_connections'],
      [/pg_hba\.conf/, (error, at) => rejected(error, at, encrypted)],
      [/SSL.*required|requires? (SSL|TLS)|insecure connection/i, 'tls_required'],
      [/^SASL: Only mechanism/, 'auth_method'],
      [/^SASL: .*(signature|nonce|iteration|server message|salt)/i, 'wrong_protocol'],
      [/^SASL: /, 'auth_method'],
      [/Connection terminated|not queryable/i, hungUp],
    ],
    passwords: {
      codes: {
        '42501': 'password_denied',
        '42704': noSuchUser,
        '42939': noSuchUser,
        '25006': readOnlyServer,
        '0A000': unsupported,
        // Said by modules that look at passwords, such as passwordcheck.
        '22023': 'password_rejected',
        '28000': 'password_rejected',
        '28P01': 'password_rejected',
      },
    },
  }
}

/** 28000 is said for access rules, certificates and roles that may not sign in; only the text tells which. */
function rejected(error: DriverError, at: Whereabouts, encrypted: boolean): Refusal {
  if (isAbout(error, /pg_hba\.conf/)) return noRule(at, encrypted)
  if (isAbout(error, /certificate/i)) return { code: 'tls_client_cert' }
  if (isAbout(error, /permitted|log ?in/i)) {
    return { code: 'auth_locked', message: `The role ${at.user} may not sign in on ${at.where}.` }
  }
  return { code: 'auth_bad' }
}

function noRule(at: Whereabouts, encrypted: boolean): Refusal {
  const rule = `${encrypted ? 'hostssl' : 'host'} ${at.database} ${at.user} <address of this server> scram-sha-256`
  if (encrypted) {
    return { code: 'network_acl', hint: `Ask for this rule in pg_hba.conf: ${rule}` }
  }
  return {
    code: 'tls_required',
    message: `${at.where} refused this network: no access rule matches ${at.user} without encryption.`,
    hint: `Turn on TLS, or ask for this rule in pg_hba.conf: ${rule}`,
  }
}

function unsupported(error: DriverError, at: Whereabouts): Refusal {
  if (isAbout(error, /recovery/i)) return readOnlyServer(error, at)
  return {
    code: 'password_rejected',
    message: `${at.where} takes no password that is hashed already, and we send no other.`,
    hint: 'Change it at the database and enter it here.',
  }
}

function isAbout(error: DriverError, pattern: RegExp): boolean {
  return typeof error.message === 'string' && pattern.test(error.message.slice(0, 1_000))
}
