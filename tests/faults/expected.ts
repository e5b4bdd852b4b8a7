import type { Answer } from '#tests/faults/client'

/** Milliseconds after which somebody who waits has been left alone. */
export const BOUND = 20_000

/** What is wrong with an answer, in words; nothing when it is one of those that are right. */
export function judge(what: string, answer: Answer, right: number[]): string[] {
  const { status, code, retryAfter, time } = answer
  const told = `${what} answers ${status}${code ? ` ${code}` : ''}`
  return [
    ...(right.includes(status) ? [] : [told]),
    ...(status === 503 && retryAfter === null ? [`${told} without Retry-After`] : []),
    ...(time > BOUND ? [`${what} took ${Math.round(time)} ms`] : []),
  ]
}
