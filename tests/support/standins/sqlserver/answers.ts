import type { SqlRequest } from '#tests/support/standins/sqlserver/requests'
import type { ResultColumn, ServerError } from '#tests/support/standins/sqlserver/tokens'
import type { WireValue } from '#tests/support/standins/sqlserver/wire_types'

/** What a server says to a request. */
export type Answer =
  /** Rows are made as they are sent. */
  | { columns: readonly ResultColumn[]; rows: Iterable<readonly WireValue[]> }
  /** `undoes`: the server ends the transaction over it. */
  | { errors: readonly ServerError[]; undoes?: boolean }
  /** Nothing but that it is done. */
  | 'done'
  /** It works until it is told to stop. */
  | 'busy'

/** Given this SQL, that answer. */
export interface Rule {
  sql: RegExp
  answer: Answer | ((request: SqlRequest, found: RegExpExecArray) => Answer)
}

/** The first rule that matches; a complaint about the syntax when there is none. */
export function answerTo(request: SqlRequest, rules: readonly Rule[]): Answer {
  for (const { sql, answer } of rules) {
    const found = sql.exec(request.sql)
    if (found) return typeof answer === 'function' ? answer(request, found) : answer
  }
  return { errors: [{ number: 102, message: `Incorrect syntax near '${request.sql}'` }] }
}
