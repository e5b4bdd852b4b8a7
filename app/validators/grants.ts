import { plainText, repeatable } from '#validators/query_fields'
import { documented } from '#validators/documented'
import { strictValidator } from '#validators/strict_object'

/** Longer than any engine takes. */
const NAME_LENGTH = 255

const name = () => plainText(NAME_LENGTH).minLength(1)

/** `GET /connectors/engines/:type/grants` */
export const grantsValidator = strictValidator({
  role: name()
    .parse((value) => (value === undefined ? 'varlor_reader' : value))
    .use(documented({ default: 'varlor_reader' })),
  schema: repeatable(name(), 50),
  database: name().optional(),
})
