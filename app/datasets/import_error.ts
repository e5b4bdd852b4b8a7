import { ConnectorError } from '#connectors/connector_error'
import type { ImportFailure } from '#datasets/import_order'

/** Ends an import, or one table of it, with words that may be shown. */
export class ImportError extends Error {
  constructor(
    readonly failure: ImportFailure,
    options?: ErrorOptions
  ) {
    super(failure.message, options)
    this.name = 'ImportError'
  }
}

/** What a failure of any kind is shown as. */
export function failureOf(error: unknown): ImportFailure {
  if (error instanceof ImportError) return error.failure
  if (error instanceof ConnectorError) {
    const { code, message, hint, column } = error
    return { code, message, hint, column }
  }
  return {
    code: 'import_crashed',
    message: 'The import failed for a reason we do not know.',
    hint: 'Try again.',
    column: null,
  }
}

/** New rows cannot be added to those that there are. @param column the first that differs */
export function columnsChanged(column: string): ImportError {
  return new ImportError({
    code: 'columns_changed',
    message: `The column ${column} is not what it was when the table was imported, so new rows cannot be added to the others.`,
    hint: 'Try again: then the whole table is imported.',
    column,
  })
}

export function quotaExceeded(what: 'rows' | 'bytes', limit: number): ImportError {
  const bound =
    what === 'rows' ? `${limit.toLocaleString('en')} rows` : `${limit.toLocaleString('en')} bytes`
  return new ImportError({
    code: 'quota_exceeded',
    message: `The import is larger than the ${bound} that are left.`,
    hint: 'Import fewer tables, columns or rows, or delete datasets that are not needed.',
    column: null,
  })
}

/** @param error what writing to the disk threw */
export function notWritten(error: unknown): ImportError {
  const isFull = /no space left|ENOSPC|EDQUOT|quota exceeded/i.test(String(error))
  const failure: ImportFailure = isFull
    ? {
        code: 'disk_full',
        message: 'The disk on which datasets are kept is full.',
        hint: 'Ask whoever runs this server for room, then try again.',
        column: null,
      }
    : {
        code: 'import_crashed',
        message: 'The rows could not be written.',
        hint: 'Try again; if it fails again, tell whoever runs this server.',
        column: null,
      }
  return new ImportError(failure, { cause: error })
}

/** The process that should have imported ended by itself: how a process tells it. */
export function crashed(code: number | null, signal: NodeJS.Signals | null): ImportError {
  return new ImportError({
    code: 'import_crashed',
    message: `The process that imports ended by itself (${signal ?? `exit ${code}`}).`,
    hint: 'Try again; if it ends again, this machine may be short of memory.',
    column: null,
  })
}
