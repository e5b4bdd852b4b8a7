import type { ProbeName } from '#connectors/contracts'

/** What is said of a code wherever no engine knows better. `probe` is the stage such a failure belongs to. */
interface ErrorDescription {
  title: string
  hint: string
  probe: ProbeName | null
  field: string | null
}

/** The closed set of reasons for which a target refuses or fails. Engines map their drivers' codes to it. */
export const ERROR_CODES = {
  bad_config: {
    title: 'The connection is not set up right',
    hint: 'Check the marked field and try again.',
    probe: null,
    field: null,
  },
  dns: {
    title: 'The host name was not found',
    hint: 'Check the spelling of the host, and that this server can resolve it.',
    probe: 'dns',
    field: 'host',
  },
  refused: {
    title: 'Nothing listens on that port',
    hint: 'Check the port, and that the database is running and accepts connections from other machines.',
    probe: 'tcp',
    field: 'port',
  },
  timeout: {
    title: 'The database did not answer in time',
    hint: 'Check the host and port, and that no firewall drops connections from this server.',
    probe: null,
    field: 'host',
  },
  wrong_protocol: {
    title: 'Something else answers on that port',
    hint: 'Check the port and the kind of database.',
    probe: 'auth',
    field: 'port',
  },
  egress_blocked: {
    title: 'This address is not allowed',
    hint: 'An operator can allow it with EGRESS_ALLOW.',
    probe: 'dns',
    field: 'host',
  },
  tls_required: {
    title: 'The server accepts only encrypted connections',
    hint: 'Turn TLS on and try again.',
    probe: 'tls',
    field: 'tls.mode',
  },
  tls_unsupported: {
    title: 'The server does not offer TLS',
    hint: "Check that the port is the database's. If it is, turn TLS on at the server, or off here if the network between is trusted.",
    probe: 'tls',
    field: 'tls.mode',
  },
  tls_untrusted: {
    title: "The server's certificate is not trusted",
    hint: 'Paste the CA certificate that signed it, or approve this certificate if you know it.',
    probe: 'tls',
    field: 'tls.ca',
  },
  tls_hostname: {
    title: "The server's certificate is for another host",
    hint: 'Use the host name that the certificate was made for, or approve this certificate if you know it.',
    probe: 'tls',
    field: 'host',
  },
  tls_expired: {
    title: "The server's certificate is not valid now",
    hint: 'Ask for the certificate at the server to be renewed, or approve this one if you know it.',
    probe: 'tls',
    field: 'tls.mode',
  },
  tls_client_cert: {
    title: 'The server wants another client certificate',
    hint: 'Add the client certificate and key that the server expects.',
    probe: 'tls',
    field: 'tls.cert',
  },
  auth_bad: {
    title: 'Wrong username or password',
    hint: 'Check the username, and enter the password again or ask for a new one.',
    probe: 'auth',
    field: 'password',
  },
  auth_missing: {
    title: 'The server asks for a password',
    hint: 'Enter the password of this user.',
    probe: 'auth',
    field: 'password',
  },
  auth_method: {
    title: 'The server asks for a sign-in method that is not supported',
    hint: 'Ask for a user that signs in with a password.',
    probe: 'auth',
    field: 'username',
  },
  auth_locked: {
    title: 'This user is locked',
    hint: 'Ask for the user to be unlocked at the database.',
    probe: 'auth',
    field: 'username',
  },
  auth_expired: {
    title: "This user's password has expired",
    hint: 'Set a new password at the database, then enter it here.',
    probe: 'auth',
    field: 'password',
  },
  auth_must_change: {
    title: 'The password must be changed first',
    hint: 'Sign in once with another tool, set a new password, then enter it here.',
    probe: 'auth',
    field: 'password',
  },
  password_denied: {
    title: 'This user may not change that password',
    hint: 'Ask for the right to change it, or change it at the database and enter it here.',
    probe: null,
    field: 'username',
  },
  password_rejected: {
    title: "The server's rules refuse the new password",
    hint: 'Try again: another one is generated. If that is refused too, ask for the rules.',
    probe: null,
    field: 'password',
  },
  network_acl: {
    title: 'The server refuses this network or user',
    hint: "Ask for a rule at the server that admits this server's address.",
    probe: 'auth',
    field: 'host',
  },
  database_not_found: {
    title: 'There is no such database',
    hint: 'Check the spelling of the database.',
    probe: 'database',
    field: 'database',
  },
  database_denied: {
    title: 'This user may not open that database',
    hint: 'Ask for the right to connect to it.',
    probe: 'database',
    field: 'database',
  },
  schema_denied: {
    title: 'This user may not read here',
    hint: 'Ask for the right to read this schema and its tables.',
    probe: 'catalog',
    field: 'username',
  },
  table_not_found: {
    title: 'There is no such table',
    hint: 'Refresh the list of tables: it may have been renamed or dropped.',
    probe: null,
    field: null,
  },
  value_out_of_range: {
    title: 'A value does not fit the dataset',
    hint: 'Import the column as text.',
    probe: null,
    field: null,
  },
  too_many_connections: {
    title: 'The server has no connection left',
    hint: 'Try again in a moment, or ask for a higher limit at the server.',
    probe: 'auth',
    field: null,
  },
  starting: {
    title: 'The server is starting or shutting down',
    hint: 'Try again in a moment.',
    probe: 'auth',
    field: null,
  },
  version_unsupported: {
    title: 'This version of the server is not supported',
    hint: 'See the docs for the versions that are.',
    probe: 'auth',
    field: null,
  },
  warehouse_missing: {
    title: 'There is no such warehouse, or it may not be used',
    hint: 'Check the warehouse, and that the role may use it.',
    probe: 'database',
    field: 'warehouse',
  },
  file_missing: {
    title: 'There is no such file',
    hint: "Place the file in the tenant's folder, or choose another.",
    probe: 'database',
    field: 'file',
  },
  not_a_database: {
    title: 'The file is not a database of this kind',
    hint: 'Choose another file.',
    probe: 'database',
    field: 'file',
  },
  unknown: {
    title: 'The database refused for a reason we do not know',
    hint: 'Give the request id to whoever runs this server: the log says more.',
    probe: null,
    field: null,
  },
} as const satisfies Record<string, ErrorDescription>

export type ErrorCode = keyof typeof ERROR_CODES
