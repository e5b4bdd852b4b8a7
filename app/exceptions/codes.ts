import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'

interface CodeDescription {
  status: number
  /** One sentence for people; an error may say something more precise. */
  message: string
  hint?: string
}

/** What can go wrong on our side of the API: the status and the words of each code. */
export const API_CODES = {
  E_MALFORMED_BODY: { status: 400, message: 'The body is not valid JSON.' },
  E_BAD_REQUEST: { status: 400, message: 'The request could not be read.' },
  E_UNAUTHORIZED_ACCESS: { status: 401, message: 'Sign in first.' },
  E_INVALID_CREDENTIALS: { status: 401, message: 'Wrong email or password.' },
  E_INVALID_TOKEN: { status: 401, message: 'The token is not valid, or no longer.' },
  E_FORBIDDEN: { status: 403, message: 'Your role does not allow this.' },
  E_TOKEN_ABILITY: {
    status: 403,
    message: 'This token may not do this.',
    hint: 'Make a token that has the ability it needs.',
  },
  E_BAD_CSRF_TOKEN: {
    status: 403,
    message: 'The CSRF token is missing or wrong.',
    hint: 'Send the XSRF-TOKEN cookie back in the X-XSRF-TOKEN header, or use a bearer token.',
  },
  E_NOT_FOUND: { status: 404, message: 'There is nothing here, or it is not yours.' },
  E_ROUTE_NOT_FOUND: { status: 404, message: 'There is no such address.' },
  E_METHOD_NOT_ALLOWED: {
    status: 405,
    message: 'This address does not take that method.',
    hint: 'The Allow header names those it takes.',
  },
  E_NAME_TAKEN: { status: 409, message: 'Another connection has this name.' },
  E_EMAIL_TAKEN: {
    status: 409,
    message: 'Somebody with this email is a member of a team already.',
  },
  E_LAST_ADMIN: {
    status: 409,
    message: 'This is the last administrator of the team.',
    hint: 'Make somebody else an administrator first.',
  },
  E_IDEMPOTENCY_KEY_BUSY: {
    status: 409,
    message: 'The first request with this Idempotency-Key is still under way.',
    hint: 'Wait for a moment, then send it again.',
  },
  E_SHOWN_ONCE: {
    status: 409,
    message: 'This request was carried out. Its answer held a secret, which is shown once.',
    hint: 'If you did not get it, withdraw what was made, and make another with a new key.',
  },
  E_ROTATION_UNDER_WAY: {
    status: 409,
    message: 'The password of this connection is being changed just now.',
    hint: 'Wait for a moment, then look at the connection again.',
  },
  E_PENDING_UNREADABLE: {
    status: 409,
    message:
      'An earlier change of this password did not end, and the copy of its new password does not open: it was altered, or its master key is missing.',
    hint: 'If the stored password still works, repeat this with dropUnreadable: the copy is given up, and another password is made.',
  },
  E_CONNECTION_GONE: {
    status: 409,
    message: 'The connection of this dataset is not there any more, or not for you.',
    hint: 'Make a dataset from another connection.',
  },
  E_DATASET_BUSY: {
    status: 409,
    message: 'This dataset is being imported just now.',
    hint: 'Wait until it has ended, or cancel it.',
  },
  E_DATASET_ENDED: { status: 409, message: 'This import has ended already.' },
  E_NOTHING_FAILED: {
    status: 409,
    message: 'No table of this dataset failed.',
    hint: 'Refresh it to import its tables again.',
  },
  E_NOT_IMPORTED: {
    status: 409,
    message: 'Nothing of this table was imported yet.',
    hint: 'Wait until its import has ended.',
  },
  E_CONFLICT: {
    status: 409,
    message: 'Somebody else changed this at the same moment.',
    hint: 'Read it again, then repeat the change.',
  },
  E_VERSION_MISMATCH: {
    status: 412,
    message: 'This has been changed since you read it.',
    hint: 'Read it again, then repeat the change with its new ETag.',
  },
  E_BODY_TOO_LARGE: { status: 413, message: 'The body is too large.' },
  E_UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'The body must be JSON.',
    hint: 'Send Content-Type: application/json.',
  },
  E_INVALID: { status: 422, message: 'A value is not valid.' },
  E_REQUIRED: { status: 422, message: 'A value is missing.' },
  E_UNKNOWN_FIELD: { status: 422, message: 'There is no such field.' },
  E_IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    message: 'This Idempotency-Key belongs to another request.',
    hint: 'Choose a new key for each request that is not a repetition.',
  },
  E_INVITATION_ENDED: {
    status: 422,
    message: 'This invitation was used or withdrawn, or is too old.',
    hint: 'Ask for a new one.',
  },
  E_SETUP_TOKEN: {
    status: 422,
    message: 'This is not the setup token of this server.',
    hint: 'Copy it from the server’s log, or print it with: node ace setup:link',
  },
  E_BACKUP_UNREADABLE: {
    status: 422,
    message: 'This backup does not open: the passphrase is wrong, or the file was altered.',
  },
  E_BACKUP_UNSUPPORTED: {
    status: 422,
    message: 'This backup is of a kind that this version does not read.',
  },
  E_BACKUP_TOO_LARGE: {
    status: 422,
    message: 'These connections do not fit into one backup.',
  },
  E_PASSWORD_UNCHANGEABLE: {
    status: 422,
    message: 'The password of this connection cannot be changed from here.',
  },
  E_MASKED_CREDENTIAL: {
    status: 422,
    message: 'This is a mask, not a secret.',
    hint: 'Leave the field out to keep what is stored.',
  },
  E_CREDENTIALS_REQUIRED: {
    status: 422,
    message: 'Changing where a connection points needs its credentials again.',
    hint: 'Enter it once more, or send null to clear it.',
  },
  E_ENGINE_UNAVAILABLE: {
    status: 422,
    message: 'This version does not have the engine of this connection.',
  },
  E_IMPORT_UNSUPPORTED: {
    status: 422,
    message: 'Tables of this kind of database cannot be imported.',
  },
  E_QUOTA_EXCEEDED: {
    status: 422,
    message: 'The datasets of your team take as much as they may.',
    hint: 'Delete some that nobody needs, or ask whoever runs this server for more.',
  },
  E_LOCKED: { status: 423, message: 'This is locked just now.' },
  E_TOO_MANY_REQUESTS: {
    status: 429,
    message: 'Too many requests.',
    hint: 'The Retry-After header says how many seconds to wait.',
  },
  E_CANCELLED: { status: 499, message: 'The client went away before the answer.' },
  E_INTERNAL: {
    status: 500,
    message: 'Something went wrong on this server.',
    hint: 'Give the request id to whoever runs it: the log says more.',
  },
  E_SEAL_INVALID: {
    status: 500,
    message: 'The stored credentials could not be opened.',
    hint: 'Enter them again, and give the request id to whoever runs this server.',
  },
  E_UNAVAILABLE: {
    status: 503,
    message: 'This server cannot answer just now.',
    hint: 'Try again in a moment.',
  },
} as const satisfies Record<string, CodeDescription>

export type ApiCode = keyof typeof API_CODES

/** Every `code` an answer can carry: ours, and those of a target that refuses or fails. */
export type AnyCode = ApiCode | ErrorCode

export const ANY_CODES = [...Object.keys(API_CODES), ...Object.keys(ERROR_CODES)] as AnyCode[]

export function isApiCode(code: unknown): code is ApiCode {
  return typeof code === 'string' && Object.hasOwn(API_CODES, code)
}
