/** The answer was not 200: what it said is for machines, or a page of somebody else. */
export class HttpRefusal extends Error {
  readonly code: string

  /** @param code Snowflake's own code, when the answer had one */
  constructor(
    readonly status: number,
    readonly asked: 'login' | 'service' | 'store',
    code?: string
  ) {
    super(`HTTP status ${status}`)
    this.code = code ?? `HTTP_${asked}_${Math.floor(status / 100)}xx`
  }
}
