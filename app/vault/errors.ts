import { Exception } from '@adonisjs/core/exceptions'

/** A sealed token does not open here: moved, cut, altered, foreign, or sealed with a master key that is not in the ring. */
export class SealInvalidError extends Exception {
  static code = 'E_SEAL_INVALID'
  static status = 500
}

/** A master key that was configured cannot be used. The message names the variable and the remedy, never the key. */
export class MasterKeyInvalidError extends Exception {
  static code = 'E_MASTER_KEY_INVALID'
  static status = 500
}

/** Whoever keeps a master key does not give it: away, sealed, or not to us. */
export class MasterKeyUnavailableError extends MasterKeyInvalidError {
  static code = 'E_MASTER_KEY_UNAVAILABLE'
}

/** A row of `tenant_keys` holds a salt or scrypt parameters that are malformed or beyond the caps. */
export class TenantKeyInvalidError extends Exception {
  static code = 'E_TENANT_KEY_INVALID'
  static status = 500
}
