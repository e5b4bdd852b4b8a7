import type { WireType, WireValue } from '#tests/support/standins/oracle/values'

/** What a database says to one statement. */
export type Answer =
  | { columns: AnswerColumn[]; rows: WireValue[][] }
  /** It did what it was told, and there is nothing to see. */
  | 'done'
  /** It works on it until somebody stops it. */
  | 'slow'
  | ServerError

export interface AnswerColumn {
  name: string
  type: WireType
}

export interface ServerError {
  /** The nnnnn of ORA-nnnnn. */
  error: number
  message: string
}

/** What a session asks: the text of a statement and its binds; `session` tells it from others. */
export type Answering = (sql: string, binds: string[], user: string, session: object) => Answer

export function serverError(error: number, message = 'as the stand-in says'): ServerError {
  return { error, message: `ORA-${String(error).padStart(5, '0')}: ${message}` }
}
