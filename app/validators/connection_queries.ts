import vine from '@vinejs/vine'
import { engineNames } from '#connectors/registry'
import { TEST_STATUSES, VISIBILITIES } from '#models/database_connection'
import { CONNECTION_SORTS } from '#services/connection_filters'
import {
  flag,
  page,
  perPage,
  plainText,
  repeatable,
  searchText,
  sortBy,
} from '#validators/query_fields'
import { strictValidator } from '#validators/strict_object'

/** `GET /connectors` */
export const connectionListValidator = strictValidator({
  page: page(),
  perPage: perPage(20, 100),
  search: searchText().optional(),
  type: vine.enum(engineNames).optional(),
  status: vine.enum([...TEST_STATUSES, 'untested'] as const).optional(),
  tag: repeatable(plainText(40), 20),
  visibility: vine.enum(VISIBILITIES).optional(),
  sort: sortBy(CONNECTION_SORTS, '-createdAt'),
})

/** `GET /connectors/:id/tables` */
export const tableListValidator = strictValidator({
  page: page(),
  perPage: perPage(100, 1_000),
  search: searchText().optional(),
  schema: vine.string().maxLength(255).optional(),
  refresh: flag(),
})

/** `GET /connectors/:id/tables/:name/preview` */
export const previewValidator = strictValidator({
  schema: vine.string().maxLength(255).optional(),
  limit: perPage(10, 100),
  count: vine.enum(['estimate', 'exact'] as const).optional(),
})

/** `GET /connections/:id`: the table that the page shows, if any. */
export const shownTableValidator = vine.create({
  table: vine.string().maxLength(1_000).optional(),
  schema: vine.string().maxLength(255).optional(),
})
