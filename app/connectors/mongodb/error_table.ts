import type {
  DriverError,
  ErrorTable,
  Refusal,
  Verdict,
  Whereabouts,
} from '#connectors/error_table'
import { noSuchUser, readOnlyServer } from '#connectors/password_refusals'
import { hungUp } from '#connectors/system_errors'
import { cancelled } from '#connectors/work_refusals'

/** By the server's code (`error_codes.yml` of MongoDB's public source; manual, "Error Codes"), then by text. */
export const errorTable: ErrorTable = {
  codes: {
    11: 'auth_bad',
    18: 'auth_bad',
    13: unauthorized,
    334: 'auth_method',
    8000: refusedByAtlas,

    26: 'table_not_found',
    73: 'table_not_found',
    166: brokenView,
    167: brokenView,
    182: brokenView,

    50: cancelled,
    11601: cancelled,
    89: beyondTheRouter,
    6: beyondTheRouter,
    7: beyondTheRouter,
    133: beyondTheRouter,
    292: tooMuchToSort,
    43: cursorGone,
    239: beyondThePast,
    246: beyondThePast,

    91: 'starting',
    189: 'starting',
    10107: 'starting',
    11600: 'starting',
    11602: 'starting',
    13435: 'starting',
    13436: 'starting',

    59: 'version_unsupported',
    192: 'version_unsupported',
    202: 'too_many_connections',

    // What Atlas does at the first word of TLS from an address that is not on its list.
    ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR: notOnTheList,
    ERR_SSL_SSL_TLS_ALERT_INTERNAL_ERROR: notOnTheList,
  } satisfies Record<string | number, Verdict>,
  texts: [
    [/(maximum|minimum) wire version/i, 'version_unsupported'],
    [
      /unsupported mechanism|mechanism .*(not supported|disabled|unavailable)|No AuthProvider/i,
      'auth_method',
    ],
    [/not on the access list|IP .*whitelist/i, notOnTheList],
    [/too many (open )?connections|connection limit/i, 'too_many_connections'],
    [/(TLS|SSL).* required/i, 'tls_required'],
    [/connection .* closed|closed the connection/i, hungUp],
    [/BSON|message size|invalid (opcode|message)|corrupt/i, unreadable],
  ],
  passwords: {
    codes: {
      2: 'password_rejected',
      11: noSuchUser,
      13: mayNotChange,
      59: notKeptHere,
      8000: notKeptHere,
      10107: readOnlyServer,
    } satisfies Record<string | number, Verdict>,
  },
}

/** Servers with access control tell their version to anybody, and nothing else to who has not signed in. */
function unauthorized(_: DriverError, at: Whereabouts): Refusal {
  if (at.user !== null) return { code: 'schema_denied' }
  return {
    code: 'auth_missing',
    message: `${at.where} asks for a username and a password.`,
    field: 'username',
    hint: 'Enter the username and the password of a user of this database.',
    probe: 'auth',
  }
}

/** MongoDB Atlas has one code of its own for whatever it refuses. */
function refusedByAtlas({ message }: DriverError): Refusal | null {
  const text = String(message).slice(0, 1_000)
  if (/bad auth|authentication failed/i.test(text)) return { code: 'auth_bad' }
  if (/not authorized|not allowed|unauthorized/i.test(text)) return { code: 'schema_denied' }
  return null
}

/** Reading roles do not have what it takes to change even one's own. */
function mayNotChange(): Refusal {
  return {
    code: 'password_denied',
    hint: 'Ask for a role with the action changeOwnPassword, or changePassword for those of others, on the database where the user is defined.',
  }
}

/** Atlas and other services keep the users themselves. */
function notKeptHere(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'password_denied',
    message: `${at.where} does not let passwords be changed by commands.`,
    hint: 'Change it with the tools of whoever runs the database, and enter it here.',
  }
}

function notOnTheList(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'network_acl',
    message: `${at.where} ends connections from this network before they begin.`,
    hint: "On MongoDB Atlas, add this server's address under Network Access. Elsewhere, look for TLS errors in the server's log.",
    probe: 'tls',
  }
}

function beyondTheRouter(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'starting',
    message: `${at.where} could not reach the servers behind it.`,
    hint: 'Try again in a moment, and ask whoever runs the cluster.',
  }
}

function tooMuchToSort(): Refusal {
  return {
    code: 'unknown',
    message: 'Reading this takes more memory than the server allows.',
    field: null,
    hint: 'If this is a view, it sorts or groups too much: try it with the collections below it.',
  }
}

/** Whoever reads slowly, or from a member that steps down, may find that the server has given up. */
function cursorGone(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'unknown',
    message: `${at.where} gave up the reading before it was over.`,
    field: null,
    hint: 'Try it again.',
  }
}

/** Collections are read as they were at one moment, which servers keep for five minutes unless they are told otherwise. */
function beyondThePast(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'unknown',
    message: `${at.where} no longer knows what the collection was when reading it began.`,
    field: null,
    hint: 'Import fewer rows at once, or have minSnapshotHistoryWindowInSeconds raised at the server.',
  }
}

function brokenView(): Refusal {
  return {
    code: 'schema_denied',
    message: 'This view cannot be read: what it is made of is missing, or it was defined wrongly.',
    field: null,
    hint: 'Ask for the view to be repaired at the database.',
  }
}

/** What cannot be decoded: on the way in that is not MongoDB at all. */
function unreadable(_: DriverError, at: Whereabouts): Refusal | null {
  return at.isConnected ? null : { code: 'wrong_protocol' }
}
