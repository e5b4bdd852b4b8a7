import type {
  DriverError,
  ErrorTable,
  Refusal,
  Verdict,
  Whereabouts,
} from '#connectors/error_table'
import { hungUp } from '#connectors/system_errors'
import { brokenView, cancelled, locked, writes } from '#connectors/work_refusals'

/**
 * By the server's error number, and where MariaDB and MySQL use one for different things by the server's kind as
 * well. The driver's names for numbers are MySQL's and lie about MariaDB, so they are not looked at.
 */
export const errorTable: ErrorTable = {
  codesOf({ errno, code, isMariadb }) {
    if (typeof errno !== 'number' || errno < 0) return [typeof code === 'string' ? code : null]
    return [`${isMariadb ? 'mariadb' : 'mysql'}:${errno}`, String(errno)]
  },
  // https://dev.mysql.com/doc/mysql-errors/en/server-error-reference.html
  // https://mariadb.com/kb/en/mariadb-error-code-reference/
  codes: {
    1045: passwordRefused,
    1698: 'auth_method',
    1251: 'auth_method',
    1524: 'auth_method',
    1820: 'auth_must_change',
    1862: 'auth_expired',
    'mysql:3118': 'auth_locked',
    'mysql:3955': 'auth_locked',
    'mariadb:4151': 'auth_locked',
    3159: 'tls_required',

    1129: blocked,
    1130: 'network_acl',
    1040: 'too_many_connections',
    1203: 'too_many_connections',
    1226: 'too_many_connections',
    1053: 'starting',
    'mysql:3032': 'starting',
    'mariadb:1927': 'starting',
    1043: 'wrong_protocol',
    1193: 'version_unsupported',

    1044: 'database_denied',
    1049: 'database_not_found',
    1142: 'schema_denied',
    1143: 'schema_denied',
    1227: 'schema_denied',
    1370: 'schema_denied',
    1146: 'table_not_found',
    1356: brokenView,
    1449: brokenView,
    1792: writes,

    1205: locked,
    1317: cancelled,
    'mariadb:1969': cancelled,
    'mysql:3024': cancelled,

    'HANDSHAKE_NO_SSL_SUPPORT': 'tls_unsupported',
    'HANDSHAKE_UNKNOWN_ERROR': 'wrong_protocol',
    'MYSQL_CLEAR_PASSWORD_NOT_ENABLED': 'auth_method',
    'AUTH_SWITCH_PLUGIN_ERROR': 'auth_method',
    'PROTOCOL_CONNECTION_LOST': hungUp,
    'PROTOCOL_UNEXPECTED_PACKET': 'wrong_protocol',
  } satisfies Record<string | number, Verdict>,
  texts: [[/connection is in closed state/, hungUp]],
}

function passwordRefused({ message }: DriverError): Refusal {
  return { code: /using password: NO/i.test(String(message)) ? 'auth_missing' : 'auth_bad' }
}

function blocked(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'network_acl',
    message: `${at.where} has blocked this server after too many failed connections.`,
    hint: 'Ask for `FLUSH HOSTS` (or `mariadb-admin flush-hosts`) at the database.',
  }
}
