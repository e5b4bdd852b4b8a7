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
