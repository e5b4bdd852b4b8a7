import vine from '@vinejs/vine'

/** Rows in one transaction: more keep writers waiting. */
const MAX_BATCH = 1_000

const keyId = () =>
  vine
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[0-9a-f]{16}$/)

/** Options of `keys:rotate`, as they come from a command line. */
export const keysRotateValidator = vine.create({
  tenant: vine.string().optional(),
  batch: vine.number().withoutDecimals().min(1).max(MAX_BATCH),
})

export const keysVerifyValidator = vine.create({ without: keyId().optional() })

export const keysRetireValidator = vine.create({ keyId: keyId() })
