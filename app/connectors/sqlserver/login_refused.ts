/** The server did not let us in. Its errors in their order: the last only says that the login failed. */
export class LoginRefused extends Error {
  constructor(
    readonly numbers: readonly number[],
    cause: unknown
  ) {
    super('The server refused the login', { cause })
  }
}
