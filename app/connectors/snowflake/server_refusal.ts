/** What Snowflake refused: its code and the start of its words, without the driver's objects around. */
export class ServerRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly sqlState: string | null
  ) {
    super(message.slice(0, 1_000))
  }
}

/** What the driver threw: what the server said, or what our own client told it, which the driver wraps. */
export function serverRefusal(error: unknown): unknown {
  const { name, code, message, sqlState, cause } = Object(error) as Record<string, unknown>
  if (name === 'NetworkError' && cause !== undefined) return cause
  if (name !== 'OperationFailedError') return error
  return new ServerRefusal(
    String(code),
    String(message),
    typeof sqlState === 'string' ? sqlState : null
  )
}
