import type { Document } from 'mongodb'

const NAMES: Record<number, string> = {
  11: 'UserNotFound',
  13: 'Unauthorized',
  18: 'AuthenticationFailed',
  26: 'NamespaceNotFound',
  43: 'CursorNotFound',
  48: 'NamespaceExists',
  50: 'MaxTimeMSExpired',
  59: 'CommandNotFound',
  72: 'InvalidOptions',
  123: 'NotAReplicaSet',
  239: 'SnapshotTooOld',
  334: 'MechanismUnavailable',
  11601: 'Interrupted',
}

/** A refusal as the server words it: `ok: 0` with a code of its public `error_codes.yml`. */
export class CommandError extends Error {
  constructor(
    readonly code: number,
    message: string
  ) {
    super(message)
  }

  get answer(): Document {
    const { code, message } = this
    return { ok: 0, errmsg: message, code, codeName: NAMES[code] ?? `Location${code}` }
  }
}
