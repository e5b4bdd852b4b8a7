import { retiredKeyIn } from '#vault/retired_key_in'

interface LoggedError {
  name: string
  code?: string
  /** The master key that this server still seals with, though it is retired. */
  retiredKey?: string
  /** Where it was thrown. Messages are left out: a database's or driver's may quote secrets. */
  frames: string[]
  cause?: LoggedError
}

const FRAMES = 12

/** What the log may say of an error: its kind and its place, through its causes. */
export function loggable(error: unknown, depth = 4): LoggedError {
  if (!(error instanceof Error)) return { name: typeof error, frames: [] }
  const { code } = error as { code?: unknown }
  const retiredKey = retiredKeyIn(error)
  const lines = (error.stack ?? '').replace(error.message, '').split('\n')
  return {
    name: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(retiredKey ? { retiredKey } : {}),
    frames: lines.filter((line) => line.startsWith('    at ')).slice(0, FRAMES),
    ...(error.cause instanceof Error && depth > 0
      ? { cause: loggable(error.cause, depth - 1) }
      : {}),
  }
}
