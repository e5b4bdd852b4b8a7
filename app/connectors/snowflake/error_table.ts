import type { Target } from '#connectors/contracts'
import type { ErrorTable, Refusal, Verdict } from '#connectors/error_table'
import {
  absent,
  elsewhere,
  keyRefused,
  locksItself,
  mayNotAlter,
  noTls,
  noSuchHost,
  noWarehouse,
  noWay,
  objectRefused,
  outOfCredits,
  roleRefused,
  secretOf,
  sessionGone,
  storeRefuses,
  suspended,
  unavailable,
  unknownAccount,
  untrusted,
  wantsMore,
  wrongName,
  wrongSecret,
} from '#connectors/snowflake/refusals'
import { noSuchUser } from '#connectors/password_refusals'
import { hungUp } from '#connectors/system_errors'
import { cancelled, locked } from '#connectors/work_refusals'

/**
 * By Snowflake's own numbers, as its documentation and the public sources of its drivers name them; leading zeros
 * are as it sends them. Texts decide only where one number says several things.
 */
export function errorTable({ config, credentials }: Target): ErrorTable {
  const secret = secretOf(credentials)
  const inCredentials =
    (code: Refusal['code']): Verdict =>
    () => ({ code, field: secret })
  return {
    codesOf: ({ code }) => (typeof code === 'string' ? [code, code.replace(/^0+/, '')] : []),
    codes: {
      '390100': (_, at) => wrongSecret(secret, at),
      '390101': 'auth_locked',
      '390102': locksItself,
      '390103': 'auth_locked',
      '390106': 'auth_must_change',
      '390107': 'auth_expired',
      '390144': keyRefused,
      '394300': keyRefused,
      '394302': keyRefused,
      '394303': keyRefused,
      '394304': keyRefused,
      '390127': wantsMore,
      '390129': wantsMore,
      '390190': wantsMore,
      '390191': wantsMore,
      '390195': inCredentials('auth_bad'),
      '390197': wantsMore,
      '394507': wantsMore,
      '394508': wantsMore,
      '394509': wantsMore,
      '390303': (_, at) => wrongSecret(secret, at),
      '390318': () => ({ code: 'auth_expired', field: secret }),
      '394400': (_, at) => wrongSecret(secret, at),
      '394401': () => ({ code: 'auth_expired', field: secret }),
      '394402': 'auth_locked',
      '390420': 'network_acl',
      '390422': 'network_acl',
      '390432': 'network_acl',
      '390186': (_, at) => roleRefused(config, at),
      '390189': (_, at) => roleRefused(config, at),
      '390201': (error) => objectRefused(error, config),
      '390913': unknownAccount,
      '390104': sessionGone,
      '390111': sessionGone,
      '390112': sessionGone,
      '390114': sessionGone,

      '606': () => noWarehouse(config),
      '604': cancelled,
      '630': cancelled,
      '73': () => suspended(config),
      '90073': () => suspended(config),
      '90105': 'database_not_found',
      '2003': absent,
      '2043': (error, at) => absent(error, at),
      '3001': 'schema_denied',
      '3030': 'schema_denied',
      '625': locked,
      '90232': () => outOfCredits(),

      'HTTP_login_3xx': elsewhere,
      'HTTP_login_4xx': unknownAccount,
      'HTTP_login_5xx': unavailable,
      'HTTP_service_3xx': elsewhere,
      'HTTP_service_4xx': sessionGone,
      'HTTP_service_5xx': unavailable,
      'HTTP_store_3xx': storeRefuses,
      'HTTP_store_4xx': storeRefuses,
      'HTTP_store_5xx': storeRefuses,

      'ENOTFOUND': noSuchHost,
      'ENODATA': noSuchHost,
      'EAI_AGAIN': noSuchHost,
      'EAI_FAIL': noSuchHost,
      'EAI_NONAME': noSuchHost,
      'EAI_NODATA': noSuchHost,
      'ESERVFAIL': noSuchHost,
      'ECONNREFUSED': noWay,
      'DEPTH_ZERO_SELF_SIGNED_CERT': untrusted,
      'SELF_SIGNED_CERT_IN_CHAIN': untrusted,
      'UNABLE_TO_GET_ISSUER_CERT': untrusted,
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY': untrusted,
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE': untrusted,
      'CERT_SIGNATURE_FAILURE': untrusted,
      'CERT_UNTRUSTED': untrusted,
      'ERR_TLS_CERT_ALTNAME_INVALID': wrongName,
      // The port is always that of HTTPS: what speaks no TLS there is something else altogether.
      'ERR_SSL_WRONG_VERSION_NUMBER': noTls,
      'ERR_SSL_PACKET_LENGTH_TOO_LONG': noTls,
      'Z_DATA_ERROR': 'wrong_protocol',
      'Z_BUF_ERROR': hungUp,
      'ERR_STREAM_PREMATURE_CLOSE': hungUp,
    },
    texts: [
      [/^Parse Error:/, 'wrong_protocol'],
      [/socket hang up|aborted/i, hungUp],
    ],
    passwords: {
      codes: {
        '2003': noSuchUser,
        '2043': noSuchUser,
        '3001': mayNotAlter,
      },
      // Its number is not documented.
      texts: [[/password (was )?rejected|password .{0,100}policy/is, 'password_rejected']],
    },
  }
}
