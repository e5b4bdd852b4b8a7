import type { Strings } from '~/strings/strings_context'

/** `< 1 ms`, `240 ms`, `3.2 s`. */
export function durationOf(ms: number, t: Strings['connect']['test']): string {
  if (ms < 1) return t.underOne
  return ms < 1000 ? t.milliseconds(ms) : t.seconds(ms)
}
