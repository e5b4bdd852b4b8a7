import { Exception } from '@adonisjs/core/exceptions'

/** Keys cannot be rotated or retired as things are. The message says what stands in the way and what to do. */
export class KeysRefusedError extends Exception {
  static code = 'E_KEYS_REFUSED'
  static status = 409
}

/** Somebody else does this work just now. */
export class LeaseHeldError extends Exception {
  static code = 'E_LEASE_HELD'
  static status = 409
}

/** Somebody else has taken the work over: whoever gets this writes nothing any more. */
export class LeaseLostError extends Exception {
  static code = 'E_LEASE_LOST'
  static status = 409
}
