import type { DriverError, Refusal, Whereabouts } from '#connectors/error_table'
import { printable } from '#connectors/whereabouts'

/** What Snowflake refuses, in sentences of ours. */

/** The field of what was sent as proof. */
export function secretOf({ privateKey, token }: Record<string, string>): string {
  if (privateKey?.trim()) return 'privateKey'
  return token?.trim() ? 'token' : 'password'
}

export function wrongSecret(field: string, at: Whereabouts): Refusal {
  if (field === 'password') return { code: 'auth_bad' }
  return {
    code: 'auth_bad',
    message: `${at.where} does not accept this ${field === 'token' ? 'token' : 'key'} for ${at.user}.`,
    field,
    hint: 'Check the username, and that it is still valid for this user.',
  }
}

/** Every account has a host name of its own. */
export function noSuchHost(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'dns',
    message: `The host of the Snowflake account ${at.where} was not found.`,
    hint: 'Check the spelling of the account, such as myorg-account123, and that this server can resolve host names.',
  }
}

export function keyRefused(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'auth_bad',
    message: `${at.where} does not know this key for ${at.user}.`,
    field: 'privateKey',
    hint: `Check the username and the account, and that RSA_PUBLIC_KEY of the user is this key's. The clock of this server must be right, too.`,
  }
}

export function wantsMore(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'auth_method',
    message: `${at.where} wants ${at.user} to sign in with a second factor or in a browser.`,
    hint: 'Use a user of type SERVICE with a key pair, or a programmatic access token.',
  }
}

/** After five wrong passwords, for fifteen minutes. */
export function locksItself(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'auth_locked',
    message: `The user ${at.user} is locked on ${at.where} for now.`,
    hint: 'Wait fifteen minutes, or ask an administrator to unlock the user.',
  }
}

export function roleRefused({ role }: Record<string, unknown>, at: Whereabouts): Refusal {
  const named = printable(role)
  return {
    code: 'bad_config',
    message: named
      ? `There is no role ${named} that ${at.user} may use.`
      : `The default role of ${at.user} cannot be used.`,
    field: 'role',
    hint: 'Check the spelling of the role, and that it is granted to this user.',
    probe: 'auth',
  }
}

/** One number for warehouse, database and schema. */
export function objectRefused({ message }: DriverError, config: Record<string, unknown>): Refusal {
  const text = String(message)
  if (/warehouse/i.test(text)) return noWarehouse(config)
  if (/schema/i.test(text)) {
    return {
      code: 'database_not_found',
      message: `There is no schema ${printable(config.schema)} that this role may use.`,
      field: 'schema',
    }
  }
  return { code: 'database_not_found' }
}

export function noWarehouse({ warehouse }: Record<string, unknown>): Refusal {
  const named = printable(warehouse)
  if (!named) {
    return {
      code: 'warehouse_missing',
      message: 'Reading rows needs a warehouse, and this user has none of its own.',
      hint: 'Enter a warehouse that the role may use.',
    }
  }
  return {
    code: 'warehouse_missing',
    message: `There is no warehouse ${named} that this role may use.`,
  }
}

export function suspended({ warehouse }: Record<string, unknown>): Refusal {
  return {
    code: 'warehouse_missing',
    message:
      `The warehouse ${printable(warehouse) ?? ''} is suspended and may not be resumed.`.replace(
        '  ',
        ' '
      ),
    hint: 'Turn AUTO_RESUME on for it, or choose another warehouse.',
  }
}

export function outOfCredits(): Refusal {
  return {
    code: 'warehouse_missing',
    message: 'A resource monitor has stopped this warehouse: its credits are used up.',
    hint: 'Choose another warehouse, or ask for the quota to be raised.',
  }
}

/** Missing and forbidden look the same from outside. */
export function absent({ message }: DriverError, at: Whereabouts): Refusal {
  if (/^.{0,200}\bdatabase\b/is.test(String(message)) || !at.isConnected) {
    return { code: 'database_not_found' }
  }
  return { code: 'schema_denied', field: 'role' }
}

export function mayNotAlter(): Refusal {
  return {
    code: 'password_denied',
    hint: 'Ask for a role that owns the user, such as USERADMIN, or change it at Snowflake and enter it here.',
  }
}

export function unknownAccount(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'dns',
    message: `There is no Snowflake account ${at.where}.`,
    hint: 'Check the account: it is what stands before .snowflakecomputing.com in the address of your Snowflake.',
    probe: 'auth',
  }
}

export function elsewhere(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'wrong_protocol',
    message: `${at.where} answers with an address elsewhere.`,
    hint: 'Enter the account that it moved to: nothing is sent to an address that was not entered.',
  }
}

export function unavailable(_: DriverError, at: Whereabouts): Refusal {
  return { code: 'starting', message: `Snowflake is not available for ${at.where} at the moment.` }
}

export function sessionGone(_: DriverError, at: Whereabouts): Refusal {
  return { code: 'starting', message: `${at.where} ended the session.`, hint: 'Try again.' }
}

export function storeRefuses(): Refusal {
  return {
    code: 'unknown',
    message: 'The store that keeps this result did not hand it out.',
    hint: 'Try again, or read fewer rows.',
  }
}

/** Operators may have a proxy that looks into every connection; nobody else should be there. */
export function untrusted(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'tls_untrusted',
    message: `What answers in the place of ${at.where} shows a certificate that no public CA signed.`,
    hint: 'Something between here and Snowflake looks into the connection. If that is meant to be, an operator can make this server trust it with NODE_EXTRA_CA_CERTS.',
  }
}

export function wrongName(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'tls_hostname',
    message: `The certificate that was shown is not for the account ${at.where}.`,
    hint: 'Check the account, with its region when it has one: xy12345.eu-central-1.',
  }
}

export function noWay(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'refused',
    message: `Nothing answers for ${at.where} at port 443.`,
    hint: 'Check the account, and that this server may connect to the internet.',
  }
}

export function noTls(): Refusal {
  return {
    code: 'wrong_protocol',
    probe: 'tls',
    hint: 'Check the account, and that nothing between here and Snowflake answers in its place.',
  }
}
