import type { DriverError, ErrorTable, Refusal, Whereabouts } from '#connectors/error_table'

/** Result codes of SQLite (https://sqlite.org/rescode.html); an extended one counts as its primary one. */
export const errorTable: ErrorTable = {
  codesOf({ code }) {
    if (typeof code !== 'string') return []
    return [code, /^SQLITE_[A-Z]+/.exec(code)?.[0] ?? null]
  },
  codes: {
    SQLITE_NOTADB: notDatabase,
    SQLITE_CORRUPT: damaged,
    SQLITE_FORMAT: damaged,
    SQLITE_CANTOPEN: unreadable,
    SQLITE_PERM: unreadable,
    SQLITE_IOERR: unreadable,
    SQLITE_READONLY: unfinished,
    SQLITE_BUSY: busy,
    SQLITE_LOCKED: busy,
    SQLITE_TOOBIG: tooLarge,
    SQLITE_NOMEM: tooLarge,
    SQLITE_ERROR: refusedStatement,
    SQLITE_AUTH: refusedStatement,
  },
  texts: [[/^The reader process ended/, damaged]],
}

function notDatabase(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'not_a_database',
    message: `${where} is not an SQLite database, or it is encrypted.`,
    hint: 'Choose another file, or save an unencrypted copy of it.',
  }
}

function damaged(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'not_a_database',
    message: `${where} is a damaged SQLite database.`,
    hint: 'Check it with `PRAGMA integrity_check`, and place a sound copy.',
  }
}

function unreadable(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'file_missing',
    message: `${where} cannot be read.`,
    hint: 'Ask whoever runs this server to let it read the file, and write beside it if it uses a write-ahead log.',
  }
}

function unfinished(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'not_a_database',
    message: `The last change to ${where} was not finished.`,
    hint: 'Open it once with another tool, which finishes or undoes the change, and place it again.',
  }
}

function busy(_: DriverError, { where }: Whereabouts): Refusal {
  return {
    code: 'starting',
    message: `${where} is being written to.`,
    hint: 'Try again in a moment.',
  }
}

function tooLarge(): Refusal {
  return {
    code: 'unknown',
    message: 'A value is larger than SQLite can hand out.',
    hint: 'Choose another table.',
  }
}

/** What is left to be refused is the table's or view's own definition. */
function refusedStatement({ message }: DriverError): Refusal {
  const needsModule = /^no such module/.test(String(message))
  return {
    code: 'unknown',
    message: needsModule
      ? 'This table needs an SQLite extension that is not available here.'
      : 'SQLite cannot read this: its definition does not fit the rest of the file.',
    field: null,
    hint: needsModule ? 'Choose another table.' : 'Check the definition of the view or table.',
  }
}
