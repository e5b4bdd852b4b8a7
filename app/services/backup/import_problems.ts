import { ApiError, errorItem } from '#exceptions/api_error'
import { isApiCode } from '#exceptions/codes'
import { describeError } from '#exceptions/describe_error'
import { isObject } from '#validators/strict_object'

/** What is wrong with one connection of a file. */
export type ImportProblem = ReturnType<typeof errorItem>

/** More of them are only counted: nobody reads ten thousand. */
const MAX_PROBLEMS = 100

/** What is wrong with one connection of a file; throws what is wrong with something else. */
export function problemsOf(error: unknown, index: number, entry: unknown): ImportProblem[] {
  const { status, errors } = describeError(error)
  if (status >= 500) throw error
  return errors.map(({ code, message, field, hint }) => {
    if (!isApiCode(code)) throw error
    const path = ['connections', index, ...(field ? [field] : [])].join('.')
    return errorItem(code, { message: printable(`${shown(entry)}: ${message}`), field: path, hint })
  })
}

/** @throws ApiError one item for each */
export function refuseProblems(problems: ImportProblem[]) {
  if (problems.length > 0) throw ApiError.all(problems)
}

/** Problems before conflicts, whose remedy is another one. */
export function firstOf(problems: ImportProblem[]): ImportProblem[] {
  const sorted = problems.toSorted(
    (one, other) => Number(isConflict(one)) - Number(isConflict(other))
  )
  const rest = sorted.length - MAX_PROBLEMS
  if (rest <= 0) return sorted
  const message = `There are more problems than are listed here: ${rest}.`
  return [...sorted.slice(0, MAX_PROBLEMS), errorItem('E_INVALID', { message })]
}

function isConflict({ code }: ImportProblem): boolean {
  return code === 'E_NAME_TAKEN'
}

/** What a connection of a file is called, whatever may stand there. */
export function shown(entry: unknown): string {
  const name = isObject(entry) ? entry.name : undefined
  return typeof name === 'string'
    ? `"${printable(name).slice(0, 120)}"`
    : 'A connection without a name'
}

/** A file may hold anything, and its words end on a terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ')
}
