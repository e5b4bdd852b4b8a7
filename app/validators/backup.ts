import vine, { SimpleMessagesProvider } from '@vinejs/vine'
import { MAX_BODY_BYTES, MAX_PASSPHRASE, MIN_PASSPHRASE } from '#services/backup/backup_limits'
import { CONFLICT_MODES } from '#services/backup/import_order'
import { documented } from '#validators/documented'
import { isObject, strictValidator } from '#validators/strict_object'

const passphrase = () => vine.string().minLength(1).maxLength(MAX_PASSPHRASE)

const maskedExportValidator = strictValidator({
  masked: vine.literal(true),
})

const sealedExportValidator = strictValidator({
  passphrase: passphrase().use(
    documented({ minLength: MIN_PASSPHRASE, writeOnly: true, description: 'Opens the file again.' })
  ),
  currentPassword: vine
    .string()
    .minLength(1)
    .maxLength(512)
    .use(documented({ writeOnly: true, description: 'Your own, with which you log in.' })),
})

export const importValidator = strictValidator({
  file: vine
    .string()
    .minLength(1)
    .maxLength(MAX_BODY_BYTES)
    .use(documented({ description: 'The whole text of a file, sealed or with masks.' })),
  passphrase: passphrase()
    .optional()
    .use(documented({ writeOnly: true, description: 'Of a sealed file.' })),
  dryRun: vine
    .boolean({ strict: true })
    .optional()
    .use(documented({ default: false, description: 'Tell what would happen, and do nothing.' })),
  onConflict: vine
    .enum(CONFLICT_MODES)
    .optional()
    .use(documented({ default: 'refuse', description: 'What becomes of names that are taken.' })),
})

export const consoleImportValidator = strictValidator({ onConflict: vine.enum(CONFLICT_MODES) })

consoleImportValidator.messagesProvider = new SimpleMessagesProvider({
  'onConflict.enum': `--on-conflict must be one of ${CONFLICT_MODES.join(', ')}`,
})

/** Either a file with masks, or one with everything. */
export async function validateExport(body: unknown) {
  if (isObject(body) && 'masked' in body) {
    await maskedExportValidator.validate(body)
    return null
  }
  return sealedExportValidator.validate(body)
}

/** In the document. */
export const exportBody = {
  oneOf: [maskedExportValidator.toJSONSchema(), sealedExportValidator.toJSONSchema()],
}
