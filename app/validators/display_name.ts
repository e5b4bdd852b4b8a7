import vine from '@vinejs/vine'
import { documented } from '#validators/documented'

const normalized = vine.createRule((value, _, field) => {
  if (typeof value === 'string') field.mutate(value.normalize('NFC'), field)
})

/** What people call something of theirs: 1 to 120 characters of one line, in one spelling. */
export const displayName = (example: string) =>
  vine
    .string()
    .trim()
    .use(normalized())
    .minLength(1)
    .maxLength(120)
    .regex(/^[^\p{Cc}]+$/u)
    .use(documented({ examples: [example] }))
