import { ApiError } from '#exceptions/api_error'

/** The trail could not be written: what was asked for is not done, or not told. */
export class TrailUnavailable extends ApiError {
  constructor(cause: unknown) {
    super('E_UNAVAILABLE', { cause })
  }
}
