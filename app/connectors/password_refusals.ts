import type { DriverError, Refusal, Whereabouts } from '#connectors/error_table'

/** Why a password was not changed, told in the same words whichever engine it is. */

export function noSuchUser(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'password_denied',
    message: `There is no such user on ${at.where}, or ${at.user ?? 'this one'} may not see it.`,
    hint: 'Check the spelling of the username.',
  }
}

export function readOnlyServer(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'password_denied',
    message: `${at.where} is a read-only copy: passwords are changed at the primary server.`,
    field: 'host',
    hint: 'Use a connection to the primary server, or change it there and enter it here.',
  }
}

export function wrongOldPassword(): Refusal {
  return {
    code: 'password_denied',
    message: 'The server did not take the old password as the proof that it asks for.',
    hint: 'Enter the password that holds at the database, then try again.',
  }
}
