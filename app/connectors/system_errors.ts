import {
  certificateForAnotherHost,
  selfSigned,
  signedByAnother,
} from '#connectors/certificate_refusals'
import type { DriverError, ErrorTable, Refusal, Whereabouts } from '#connectors/error_table'

/** Errors of the operating system and of TLS, the same for every engine. */
export const SYSTEM_ERRORS: ErrorTable = {
  codes: {
    ENOTFOUND: 'dns',
    ENODATA: 'dns',
    EAI_AGAIN: 'dns',
    EAI_FAIL: 'dns',
    EAI_NONAME: 'dns',
    EAI_NODATA: 'dns',
    ESERVFAIL: 'dns',

    ECONNREFUSED: 'refused',
    ETIMEDOUT: 'timeout',
    EHOSTUNREACH: unreachable,
    ENETUNREACH: unreachable,
    EHOSTDOWN: unreachable,
    EADDRNOTAVAIL: unreachable,
    EACCES: unreachable,
    EPERM: unreachable,
    ECONNRESET: hungUp,
    EPIPE: hungUp,

    DEPTH_ZERO_SELF_SIGNED_CERT: selfSigned,
    SELF_SIGNED_CERT_IN_CHAIN: signedByAnother,
    UNABLE_TO_GET_ISSUER_CERT: signedByAnother,
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: signedByAnother,
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: signedByAnother,
    CERT_SIGNATURE_FAILURE: 'tls_untrusted',
    CERT_UNTRUSTED: 'tls_untrusted',
    CERT_REJECTED: 'tls_untrusted',
    CERT_REVOKED: 'tls_untrusted',
    INVALID_CA: 'tls_untrusted',
    INVALID_PURPOSE: 'tls_untrusted',
    CERT_CHAIN_TOO_LONG: 'tls_untrusted',
    PATH_LENGTH_EXCEEDED: 'tls_untrusted',
    ERR_TLS_CERT_ALTNAME_INVALID: certificateForAnotherHost,
    ERR_TLS_CERT_ALTNAME_FORMAT: 'tls_hostname',
    HOSTNAME_MISMATCH: 'tls_hostname',
    CERT_HAS_EXPIRED: 'tls_expired',
    CERT_NOT_YET_VALID: 'tls_expired',

    ERR_SSL_WRONG_VERSION_NUMBER: 'tls_unsupported',
    ERR_SSL_UNSUPPORTED_PROTOCOL: 'tls_unsupported',
    ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'tls_unsupported',
    ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: 'tls_unsupported',
    ERR_SSL_SSL_TLS_ALERT_HANDSHAKE_FAILURE: 'tls_unsupported',
    ERR_SSL_NO_PROTOCOLS_AVAILABLE: 'tls_unsupported',
    ERR_SSL_PACKET_LENGTH_TOO_LONG: 'tls_unsupported',
    ERR_SSL_DH_KEY_TOO_SMALL: 'tls_unsupported',
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: 'tls_client_cert',
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: 'tls_client_cert',
    ERR_SSL_SSL_TLS_ALERT_CERTIFICATE_UNKNOWN: 'tls_client_cert',
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: 'tls_client_cert',
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'tls_client_cert',
    ERR_SSL_SSL_TLS_ALERT_BAD_CERTIFICATE: 'tls_client_cert',
  },
}

function unreachable() {
  return {
    code: 'refused',
    field: 'host',
    hint: 'Check the host, and that this server has a route to its network.',
  } as const
}

/** On the way in it is what something else on that port does; later it is the database that went away. */
export function hungUp(_: DriverError, at: Whereabouts): Refusal {
  if (!at.isConnected) return { code: 'wrong_protocol' }
  return { code: 'starting', message: `${at.where} closed the connection.` }
}
