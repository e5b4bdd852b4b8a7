/** An answer that says no: Snowflake's number, words and SQLSTATE. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly sqlState = '42000'
  ) {
    super(message)
  }
}
