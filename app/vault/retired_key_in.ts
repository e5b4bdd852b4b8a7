/** As the triggers of the application database word it. It ends the message: what stands before may quote anything. */
const REFUSAL = /(?:^|- )master key ([0-9a-f]{16}) is retired$/

/** Id of the retired master key because of which the application database refused a row, or null. */
export function retiredKeyIn(error: unknown): string | null {
  return error instanceof Error ? (REFUSAL.exec(error.message)?.[1] ?? null) : null
}
