import { ANY_CODES } from '#exceptions/codes'
import { count, exactly, listOf, orNull, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

/** What `RotationScheduleTransformer` lets out. */
export const rotationSchemas: Record<string, JsonSchema> = {
  /** What hangs on a connection. */
  Dependents: exactly({
    rotationSchedule: {
      anyOf: [
        exactly({ everyDays: { type: 'integer', minimum: 1, maximum: 365 } }),
        { type: 'null' },
      ],
    },
    datasets: {
      ...exactly({ count, names: listOf(text) }),
      description:
        'Those that you see, and the names of the first twenty. They stay, and cannot be refreshed any more.',
    },
  }),
  RotationSchedule: exactly({
    everyDays: { type: 'integer', minimum: 1, maximum: 365 },
    alternateUsername: {
      ...orNull('string'),
      description:
        'The other one of two users that take turns: after each change it is the one that the connection had.',
    },
    nextAt: {
      ...orNull('string', 'date-time'),
      description:
        'Null while it pauses: the target refused in a way that only a person can mend, and trying again might lock the user. PUT it again, or change the password by hand, to go on.',
    },
    lastAt: orNull('string', 'date-time'),
    lastOutcome: { enum: ['success', 'failure', null] },
    lastCode: { enum: [...ANY_CODES, null] },
  }),
}
