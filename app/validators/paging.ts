import { page, perPage } from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** The query of lists that know no filters. */
export const pagingValidator = strictValidator({ page: page(), perPage: perPage(50, 200) })
