import vine from '@vinejs/vine'
import { URL_LENGTH } from '#connectors/connection_url'
import { engineNames } from '#connectors/registry'
import { documented } from '#validators/documented'
import { strictValidator } from '#validators/strict_object'

/** `POST /connectors/urls` */
export const connectionUrlValidator = strictValidator({
  url: vine
    .string()
    .trim()
    .minLength(1)
    .maxLength(URL_LENGTH)
    .use(documented({ examples: ['postgres://user:password@host:5432/database'] })),
  /** Whose spelling is tried first. */
  type: vine.enum(engineNames).optional(),
})
