import type { DriverError, Refusal, Whereabouts } from '#connectors/error_table'

/** What servers refuse once we are in, told in the same words whichever engine it is. */

export function cancelled(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'timeout',
    message: `${at.where} cancelled the query: it took too long.`,
    field: null,
    hint: 'Try again later, or with a smaller table.',
  }
}

export function locked(_: DriverError, at: Whereabouts): Refusal {
  return {
    code: 'timeout',
    message: `The table is locked on ${at.where}.`,
    field: null,
    hint: 'Somebody is changing it. Try again in a moment.',
  }
}

export function writes(): Refusal {
  return {
    code: 'schema_denied',
    message: 'Reading this would write to the database.',
    field: null,
    hint: 'Choose the tables below this view: it calls a function that changes data.',
  }
}

/** Once a session reads, it is a table or schema that is denied; before that, the database. */
export function denied(_: DriverError, at: Whereabouts): Refusal {
  return { code: at.isConnected ? 'schema_denied' : 'database_denied' }
}

export function brokenView(): Refusal {
  return {
    code: 'schema_denied',
    message:
      'This view cannot be read: what it is made of is missing or has changed, or its owner may not read it.',
    field: null,
    hint: 'Ask for the view to be repaired at the database.',
  }
}

export function uncomputable(): Refusal {
  return {
    code: 'unknown',
    message: 'The database could not compute these rows.',
    hint: 'If this is a view, one of its expressions fails on the data: try it with the tables below it.',
  }
}
