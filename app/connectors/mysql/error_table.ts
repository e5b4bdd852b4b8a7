import type {
  DriverError,
  ErrorTable,
  Refusal,
  Verdict,
  Whereabouts,
} from '#connectors/error_table'
import { noSuchUser, readOnlyServer, wrongOldPassword } from '#connectors/password_refusals'
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
  passwords: {
    codes: {
      1044: 'password_denied',
      1131: 'password_denied',
      1132: 'password_denied',
      1142: usersHidden,
      1143: usersHidden,
      1227: 'password_denied',
      1133: noSuchUser,
      1396: noSuchUser,
      1290: preventedByAnOption,
      1836: readOnlyServer,
      'mysql:3891': wrongOldPassword,
      'mysql:3892': wrongOldPassword,

      1372: 'password_rejected',
      1819: 'password_rejected',
      'mysql:3638': 'password_rejected',
    } satisfies Record<string | number, Verdict>,
  },
}

function passwordRefused({ message }: DriverError): Refusal {
  return { code: /using password: NO/i.test(String(message)) ? 'auth_missing' : 'auth_bad' }
}

function preventedByAnOption(error: DriverError, at: Whereabouts): Refusal {
  const isReadOnly = /read[-_ ]only/i.test(String(error.message))
  return isReadOnly ? readOnlyServer(error, at) : { code: 'password_denied' }
}

/** Whose password it is, is known by a table that not everybody may read. */
function usersHidden(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'password_denied',
    message: `${at.user ?? 'This user'} may not look up the users of ${at.where}.`,
    hint: 'Ask for `GRANT SELECT ON mysql.user` and the right to change passwords, or change it at the database.',
  }
}

function blocked(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'network_acl',
    message: `${at.where} has blocked this server after too many failed connections.`,
    hint: 'Ask for `FLUSH HOSTS` (or `mariadb-admin flush-hosts`) at the database.',
  }
}
