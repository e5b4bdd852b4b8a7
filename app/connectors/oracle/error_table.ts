import type { DriverError, ErrorTable, Refusal, Whereabouts } from '#connectors/error_table'
import { noSuchUser, readOnlyServer, wrongOldPassword } from '#connectors/password_refusals'
import { hungUp } from '#connectors/system_errors'
import { brokenView, cancelled, locked, writes } from '#connectors/work_refusals'

/**
 * By the server's number (ORA-nnnnn, https://docs.oracle.com/en/error-help/db/), which the driver keeps in `errorNum`
 * or, for what a listener refused, only in its text; then by the driver's own (NJS-nnn).
 *
 * @param target how the database is named: by the field `serviceName` or `sid`
 */
export function errorTable(target: 'serviceName' | 'sid'): ErrorTable {
  const unknownDatabase = (_: DriverError, at: Whereabouts): Refusal => ({
    code: 'database_not_found',
    message: `The listener on ${at.where} knows no ${target === 'sid' ? 'SID' : 'service'} ${at.database}.`,
    field: target,
    hint: `Check the ${target === 'sid' ? 'SID' : 'service name'}; \`lsnrctl status\` at the server lists what there is.`,
  })
  return {
    codesOf,
    codes: {
      'ORA-01017': 'auth_bad',
      'ORA-01005': 'auth_missing',
      'ORA-28000': 'auth_locked',
      'ORA-28001': 'auth_expired',
      'ORA-28003': 'auth_must_change',
      'ORA-28040': oldSignIn,
      'ORA-01045': 'database_denied',
      'ORA-28030': 'auth_method',
      'ORA-28274': 'auth_method',
      'ORA-01004': 'auth_method',

      'ORA-12514': unknownDatabase,
      'ORA-12505': unknownDatabase,
      'ORA-12521': unknownDatabase,
      'ORA-12504': unknownDatabase,
      'NJS-518': unknownDatabase,
      'NJS-519': unknownDatabase,

      'ORA-12541': 'refused',
      'ORA-12545': 'dns',
      'ORA-12170': 'timeout',
      'ORA-12535': 'timeout',
      'ORA-12529': 'network_acl',
      'ORA-12506': 'network_acl',
      'ORA-46981': 'network_acl',

      'ORA-00018': 'too_many_connections',
      'ORA-00020': 'too_many_connections',
      'ORA-02391': 'too_many_connections',
      'ORA-12516': 'too_many_connections',
      'ORA-12518': 'too_many_connections',
      'ORA-12519': 'too_many_connections',
      'ORA-12520': 'too_many_connections',
      'ORA-12525': 'too_many_connections',

      'ORA-01033': 'starting',
      'ORA-01034': 'starting',
      'ORA-01035': 'starting',
      'ORA-01089': 'starting',
      'ORA-01090': 'starting',
      'ORA-01109': 'starting',
      'ORA-12526': 'starting',
      'ORA-12527': 'starting',
      'ORA-12528': 'starting',
      'ORA-03113': hungUp,
      'ORA-03114': hungUp,
      'ORA-03135': hungUp,
      'ORA-12537': hungUp,
      'ORA-12547': hungUp,
      'ORA-00028': hungUp,
      'ORA-01012': hungUp,
      'ORA-02396': hungUp,

      'ORA-12650': nativeEncryption,
      'ORA-12660': nativeEncryption,
      'ORA-12599': nativeEncryption,
      'NJS-533': nativeEncryption,

      'ORA-01031': 'schema_denied',
      'ORA-41900': 'schema_denied',
      'ORA-00942': 'table_not_found',
      'ORA-04043': 'table_not_found',
      'ORA-04063': brokenView,
      'ORA-01013': cancelled,
      'ORA-00040': cancelled,
      'ORA-02393': cancelled,
      'NJS-123': cancelled,
      'ORA-00054': locked,
      'ORA-04021': locked,
      'ORA-01456': writes,
      'ORA-16000': writes,
      'ORA-14551': writes,
      'ORA-01555': tooOld,
      'ORA-08176': tooOld,
      'ORA-22924': tooOld,
      'ORA-01466': changedMeanwhile,
      'ORA-08103': changedMeanwhile,

      'NJS-116': 'auth_method',
      'NJS-138': 'version_unsupported',
      'NJS-100': 'version_unsupported',
      'NJS-192': 'version_unsupported',
      'NJS-510': 'timeout',
      'NJS-500': hungUp,
      'NJS-501': hungUp,
      'NJS-521': hungUp,
      ...Object.fromEntries(NONSENSE.map((code) => [code, 'wrong_protocol'] as const)),
    },
    passwords: {
      codes: {
        'ORA-01031': 'password_denied',
        'ORA-41900': 'password_denied',
        'ORA-01918': noSuchUser,
        'ORA-01935': noSuchUser,
        'ORA-28008': wrongOldPassword,
        'ORA-28221': wrongOldPassword,
        'ORA-28228': wrongOldPassword,
        'ORA-01017': wrongOldPassword,
        'ORA-16000': readOnlyServer,
        'ORA-28003': 'password_rejected',
        'ORA-28007': 'password_rejected',
        'ORA-28218': 'password_rejected',
        'ORA-28219': 'password_rejected',
        'ORA-00972': 'password_rejected',
        'ORA-00988': 'password_rejected',
      },
    },
  }
}

/** What the driver says of answers that make no sense, or that do not prove to come from who knows the password. */
const NONSENSE = [
  ...['NJS-102', 'NJS-103', 'NJS-106', 'NJS-107', 'NJS-109', 'NJS-110', 'NJS-111', 'NJS-112'],
  ...[
    'NJS-113',
    'NJS-127',
    'NJS-141',
    'NJS-173',
    'NJS-179',
    'NJS-188',
    'NJS-200',
    'NJS-505',
    'NJS-509',
  ],
  ...['NJS-511', 'NJS-512', 'NJS-514', 'NJS-522', 'NJS-531', 'NJS-532', 'NJS-536'],
  ...['ERR_OSSL_WRONG_FINAL_BLOCK_LENGTH'],
]

function codesOf({ errorNum, code, message }: DriverError): (string | null)[] {
  const own = typeof code === 'string' ? code : null
  if (typeof errorNum === 'number' && errorNum > 0) return [oraCode(errorNum), own]
  // Only the driver's own sentence of a refusal has the number at its end.
  const refused = own === 'NJS-511' || own === 'NJS-513'
  const number = refused
    ? /(?:ORA|TNS)-(\d{1,5})$/.exec(String(message).slice(0, 1_000))?.[1]
    : null
  return [number ? oraCode(Number(number)) : null, own]
}

function oraCode(number: number): string {
  return `ORA-${String(number).padStart(5, '0')}`
}

function oldSignIn(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'auth_method',
    message: `${at.where} and this program have no way of signing in in common.`,
    hint: 'Ask for SQLNET.ALLOWED_LOGON_VERSION_SERVER to admit 12, and for the password to be set anew.',
  }
}

function nativeEncryption(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'tls_required',
    message: `${at.where} insists on Oracle's native network encryption, which is not supported here.`,
    hint: 'Ask for a listener with TLS (TCPS), and turn TLS on.',
  }
}

function tooOld(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'unknown',
    message: `${at.where} no longer has the rows as they were when reading began.`,
    field: null,
    hint: 'The table is being changed. Try again at a quieter time, with fewer tables at once, or ask for a longer UNDO_RETENTION.',
  }
}

function changedMeanwhile(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'unknown',
    message: `The table was rebuilt or altered on ${at.where} while it was read.`,
    field: null,
    hint: 'Try again in a moment.',
  }
}
