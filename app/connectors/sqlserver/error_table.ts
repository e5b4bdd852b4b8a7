import type { DriverError, ErrorTable, Refusal, Whereabouts } from '#connectors/error_table'
import { readOnlyServer } from '#connectors/password_refusals'
import { hungUp } from '#connectors/system_errors'
import {
  brokenView,
  cancelled,
  denied,
  locked,
  uncomputable,
  writes,
} from '#connectors/work_refusals'

/** Said once the user was let in: the database does not exist, or is not for this user. */
export const ABOUT_THE_DATABASE = [4060, 4064, 911, 916, 942, 976, 978]

/** Of several errors these say why; the others that the work ended, or only what lies below. */
const TELLING = [...ABOUT_THE_DATABASE, 4413, 4502]

/** Stands for the numbers that are not listed: the driver's own code says no more than that the login failed. */
const ANY_LOGIN_ERROR = 'refused login'

/**
 * By the server's error number. Microsoft, "Database engine events and errors", and for Azure "Troubleshooting
 * connectivity issues and other errors with Azure SQL Database".
 *
 * @param hasPassword a login without one is refused in the same words as one with a wrong one
 */
export function errorTable(hasPassword: boolean): ErrorTable {
  const auth = hasPassword ? 'auth_bad' : 'auth_missing'
  return {
    codesOf,
    codes: {
      18456: auth,
      18452: 'auth_method',
      18470: 'auth_locked',
      18486: 'auth_locked',
      18487: 'auth_expired',
      18488: 'auth_must_change',
      40532: unknownServer,

      40615: firewall,
      40914: firewall,
      47073: firewall,

      4060: noDatabase,
      4064: noDatabase,
      911: noDatabase,
      916: 'database_denied',
      942: 'database_denied',
      976: 'database_denied',
      978: 'database_denied',

      10928: 'too_many_connections',
      10929: 'too_many_connections',
      10936: 'too_many_connections',
      17300: 'too_many_connections',
      17809: 'too_many_connections',
      18458: 'too_many_connections',
      18459: 'too_many_connections',
      40501: 'too_many_connections',
      49918: 'too_many_connections',
      49919: 'too_many_connections',
      49920: 'too_many_connections',

      922: 'starting',
      927: 'starting',
      6005: 'starting',
      17142: 'starting',
      17187: 'starting',
      17188: 'starting',
      18401: 'starting',
      18451: 'starting',
      40143: 'starting',
      40197: 'starting',
      40613: 'starting',
      42108: paused,
      42109: paused,

      229: denied,
      230: denied,
      262: denied,
      297: denied,
      300: denied,
      371: denied,
      15562: denied,
      208: 'table_not_found',
      4413: brokenView,
      4502: brokenView,
      207: 'version_unsupported',
      3906: writes,

      1205: locked,
      1222: locked,
      3617: cancelled,
      ECANCEL: cancelled,

      241: uncomputable,
      242: uncomputable,
      245: uncomputable,
      512: uncomputable,
      6522: uncomputable,
      8114: uncomputable,
      8115: uncomputable,
      8134: uncomputable,

      3952: noSnapshotHere,
      3957: changedMeanwhile,
      3958: changedMeanwhile,
      3961: changedMeanwhile,
      41332: inMemory,
      41333: inMemory,
      41368: inMemory,

      ETIMEOUT: 'timeout',
      EENCRYPT: 'tls_unsupported',
      ETDS: 'version_unsupported',
      EINTERFACENOTSUPP: 'wrong_protocol',
      [ANY_LOGIN_ERROR]: 'unknown',
      // It refused and did not say why.
      ELOGIN: 'wrong_protocol',
      ECLOSE: hungUp,
      EINVALIDSTATE: hungUp,
    },
    texts: [
      [/^(Unable to process incoming packet|unexpected end of message stream)/, 'wrong_protocol'],
    ],
    passwords: {
      codes: {
        15_151: mayNot,
        15_247: 'password_denied',
        5_001: onlyInMaster,
        3_906: readOnlyServer,
        15_114: tooRecent,
        15_115: 'password_rejected',
        15_116: 'password_rejected',
        15_117: 'password_rejected',
        15_118: 'password_rejected',
        15_119: 'password_rejected',
        40_632: 'password_rejected',
      },
    },
  }
}

/** A refused login has the numbers of its errors, a failed query one, or several of them below it. */
function codesOf({ numbers, errors, number, code }: DriverError): (string | null)[] {
  const below = Array.isArray(errors) ? errors.map((error: DriverError) => error.number) : []
  const all = [...(Array.isArray(numbers) ? numbers : []), number, ...below]
  const known = all.filter((one): one is number => typeof one === 'number')
  const telling = known.filter((one) => TELLING.includes(one))
  const isLogin = Array.isArray(numbers)
  const last = isLogin ? ANY_LOGIN_ERROR : typeof code === 'string' ? code : null
  return [...[...telling, ...known].map(String), last]
}

/** The server does not say which of the two it is. */
function noDatabase(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'database_not_found',
    message: `There is no database ${at.database} on ${at.where}, or ${at.user} may not open it.`,
    hint: 'Check the spelling of the database, and that this login is a user of it.',
  }
}

function unknownServer(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'auth_bad',
    message: `${at.where} does not know which server ${at.user} belongs to.`,
    field: 'username',
    hint: 'Check the host, or write the username as user@server.',
  }
}

function firewall(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'network_acl',
    message: `The firewall of ${at.where} does not admit this server.`,
    hint:
      "Ask for a firewall rule at the server: execute sp_set_firewall_rule N'varlor', " +
      "'<address of this server>', '<address of this server>' in its database master.",
  }
}

/** The same is said of one who is not there, and of a wrong old password. */
function mayNot(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'password_denied',
    message: `${at.where} has no such login, or ${at.user} may not change its password.`,
    hint: 'Check the spelling of the username, and ask for ALTER ANY LOGIN to change those of others.',
  }
}

function onlyInMaster(): Refusal {
  return {
    code: 'password_denied',
    message: 'Passwords of logins are changed in the database master here.',
    field: 'database',
    hint: 'Use a connection to the database master, or a user that the database contains.',
  }
}

function tooRecent(): Refusal {
  return {
    code: 'password_rejected',
    message: 'The rules of the server do not let this password be changed yet: it is too recent.',
    hint: 'Try again later, or ask for the shortest age of passwords at the server.',
  }
}

/** Of another database, through a view. */
function noSnapshotHere(): Refusal {
  return {
    code: 'unknown',
    message: 'This reads from another database, which does not allow snapshots.',
    field: null,
    hint: 'Ask for ALLOW_SNAPSHOT_ISOLATION there, or import from that database itself.',
  }
}

function changedMeanwhile(): Refusal {
  return {
    code: 'unknown',
    message: 'The table was altered after the import began, so that its snapshot cannot be read.',
    field: null,
    hint: 'Import it again.',
  }
}

function inMemory(): Refusal {
  return {
    code: 'unknown',
    message:
      'This table is memory-optimized, and the server does not read it in a transaction with others.',
    field: null,
    hint: 'Ask for a copy of it in a table on disk.',
  }
}

function paused(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'starting',
    message: `${at.where} is paused, or just being resumed.`,
    hint: 'Resume it, and try again in a minute.',
  }
}
