import { count, exactly, flag, listOf, moment, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'
import { LIMIT_NAMES, LIMIT_SUBJECTS } from '#services/limit_status'

const integerOrNull: JsonSchema = { type: ['integer', 'null'], minimum: 0 }

/** What an administrator learns of the installation that their team is in. */
export const installationSchemas: Record<string, JsonSchema> = {
  KeyUsage: exactly({
    keys: listOf(ref('KeyUse')),
    rows: exactly({
      total: { ...count, description: 'Sealed rows of your team.' },
      underActive: { ...count, description: 'Of these, sealed with the active key.' },
    }),
    rotation: { anyOf: [exactly({ startedAt: moment }), { type: 'null' as const }] },
  }),
  KeyUse: exactly({
    id: { ...text, description: 'A fingerprint, which is no secret.' },
    active: { ...flag, description: 'What is stored from now on is sealed with it.' },
    held: { ...flag, description: 'Whether this server can open what it sealed.' },
    rows: {
      type: 'object',
      additionalProperties: count,
      description: 'Rows of your team that need it, by table.',
    },
    retiredAt: orNull('string', 'date-time'),
  }),
  Limit: exactly({
    name: { enum: [...LIMIT_NAMES] },
    per: { enum: [...LIMIT_SUBJECTS] },
    allowed: count,
    seconds: {
      ...integerOrNull,
      description: 'The window; null for what is under way at one time in one process.',
    },
    left: { ...integerOrNull, description: 'For you; null where it is counted for each of many.' },
    resetsIn: { ...integerOrNull, description: 'Seconds until all of it is there again.' },
  }),
}
