import vine from '@vinejs/vine'
import datasetsConfig from '#config/datasets'
import { DATASET_STATUSES } from '#models/dataset'
import { DATASET_SORTS } from '#services/datasets/dataset_filters'
import { displayName } from '#validators/display_name'
import { documented } from '#validators/documented'
import { page, perPage, repeatable, searchText, sortBy } from '#validators/query_fields'
import { reportAt, strictObject, strictValidator } from '#validators/strict_object'

/** As long as its column; no engine has longer names. */
const NAME_LENGTH = 255
/** As many as a table may have: see `limits.columns` of the connectors. */
const MOST_COLUMNS = 1_600
const MOST_FILTERS = 20

const COMPARISONS = ['equals', 'not_equals', 'less', 'at_most', 'greater', 'at_least'] as const
const NULL_TESTS = ['is_null', 'is_not_null'] as const

/** As the database has it, so that nothing is trimmed. */
const identifier = () => vine.string().minLength(1).maxLength(NAME_LENGTH)

const filter = () =>
  strictObject({
    column: identifier(),
    operator: vine.enum([...COMPARISONS, ...NULL_TESTS]),
    value: vine
      .string()
      .maxLength(1_000)
      .optional()
      .use(documented({ description: 'In the database’s own spelling. Not for tests of null.' })),
  }).use(valueWhereCompared())

const valueWhereCompared = vine.createRule(function required(value, _, field) {
  const { operator, value: given } = value as { operator?: string; value?: unknown }
  const isTest = NULL_TESTS.some((test) => test === operator)
  if (isTest && given !== undefined) {
    reportAt(field, 'value', 'invalid', 'A test of null compares with nothing.')
  }
  if (!isTest && given === undefined) reportAt(field, 'value', 'required', 'A value is missing.')
})

const columnNames = () => vine.array(identifier()).maxLength(MOST_COLUMNS).distinct()

const table = () =>
  strictObject({
    schema: vine.string().maxLength(NAME_LENGTH).nullable().optional(),
    name: identifier(),
    columns: columnNames()
      .minLength(1)
      .optional()
      .use(documented({ description: 'In this order; without it, all of them.' })),
    filters: vine.array(filter()).maxLength(MOST_FILTERS).optional(),
    limit: vine.number({ strict: true }).withoutDecimals().min(1).optional(),
    asText: columnNames()
      .optional()
      .use(documented({ description: 'Columns to be kept as text, whatever their type.' })),
    cursor: identifier()
      .optional()
      .use(
        documented({
          description:
            'A column that only grows: a refresh adds the rows above the highest value that there is.',
        })
      ),
  }).use(columnsThatAreThere())

/** What is said about columns concerns those that are imported. */
const columnsThatAreThere = vine.createRule(function among(value, _, field) {
  const { columns, asText, cursor } = value as Partial<Record<'columns' | 'asText', string[]>> & {
    cursor?: string
  }
  if (!Array.isArray(columns)) return
  const message = 'This is not one of the columns.'
  if (cursor !== undefined && !columns.includes(cursor)) reportAt(field, 'cursor', 'in', message)
  for (const [index, name] of (asText ?? []).entries()) {
    if (!columns.includes(name)) reportAt(field, `asText.${index}`, 'in', message)
  }
})

/** Two of the same would be two files of the same name. */
const eachOnce = vine.createRule(function distinct(tables, _, field) {
  const seen = new Set<string>()
  for (const [index, one] of (tables as { schema?: string | null; name: string }[]).entries()) {
    const key = JSON.stringify([one.schema ?? null, one.name])
    if (seen.has(key)) reportAt(field, String(index), 'distinct', 'This table is there twice.')
    seen.add(key)
  }
})

/** `POST /datasets` */
export const datasetValidator = strictValidator({
  name: displayName('Orders 2026'),
  connectionId: vine.string().uuid(),
  tables: vine.array(table()).minLength(1).maxLength(datasetsConfig.limits.tables).use(eachOnce()),
})

/** `GET /datasets` */
export const datasetListValidator = strictValidator({
  page: page(),
  perPage: perPage(20, 100),
  search: searchText().optional(),
  status: repeatable(vine.enum(DATASET_STATUSES), DATASET_STATUSES.length),
  connectionId: vine.string().uuid().optional(),
  sort: sortBy(DATASET_SORTS, '-createdAt'),
})

/** `POST /datasets/:id/refresh` */
export const refreshValidator = strictValidator({
  full: vine
    .boolean({ strict: true })
    .optional()
    .use(documented({ description: 'Reads all rows again, also of tables that have a cursor.' })),
})

/** `POST /datasets/:id/tables/:tableId/retry` */
export const tableRetryValidator = strictValidator({
  asText: columnNames()
    .optional()
    .use(documented({ description: 'Columns of it to be kept as text, besides those that are.' })),
})

/** `POST` of what takes no body. */
export const emptyValidator = strictValidator({})

/** `GET /datasets/:id/tables/:tableId/preview` */
export const datasetPreviewValidator = strictValidator({ limit: perPage(10, 100) })

/** `GET /datasets/:id/tables/:tableId/download` */
export const downloadValidator = strictValidator({
  format: vine
    .enum(['parquet', 'csv'] as const)
    .parse((value) => (value === undefined ? 'parquet' : value))
    .use(documented({ default: 'parquet' })),
})
