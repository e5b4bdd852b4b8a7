import { ANY_CODES } from '#exceptions/codes'
import { VISIBILITIES } from '#models/database_connection'
import { DATASET_STATUSES } from '#models/dataset'
import { count, exactly, flag, id, listOf, moment, orNull, ref, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'

/** Codes that only imports have. */
const IMPORT_CODES = [
  'value_out_of_range',
  'quota_exceeded',
  'disk_full',
  'columns_changed',
  'import_crashed',
]

const failure = {
  code: { enum: [...new Set([...ANY_CODES, ...IMPORT_CODES])] },
  message: text,
  hint: orNull('string'),
}

function nullOr(schema: JsonSchema): JsonSchema {
  return { anyOf: [schema, { type: 'null' }] }
}

const dataset = {
  id,
  ownerId: id,
  name: text,
  visibility: { enum: [...VISIBILITIES] },
  status: { enum: [...DATASET_STATUSES] },
  cancelRequested: flag,
  connection: exactly({
    id: { ...orNull('string', 'uuid'), description: 'Null once the connection is deleted.' },
    name: text,
    type: { ...orNull('string'), description: 'Its engine.' },
  }),
  rows: count,
  bytes: count,
  tableCount: count,
  error: nullOr(exactly(failure)),
  createdAt: moment,
  queuedAt: { ...moment, description: 'When it was asked for, last.' },
  startedAt: orNull('string', 'date-time'),
  finishedAt: orNull('string', 'date-time'),
}

/** What `DatasetTransformer` lets out, and what is read of datasets. */
export const datasetSchemas: Record<string, JsonSchema> = {
  Dataset: exactly(dataset),
  WholeDataset: exactly({ ...dataset, tables: listOf(ref('DatasetTable')) }),
  DatasetTable: exactly({
    id,
    schema: orNull('string'),
    name: text,
    request: exactly({
      columns: nullOr(listOf(text)),
      filters: listOf(exactly({ column: text, operator: text }, { value: text })),
      limit: orNull('integer'),
      asText: listOf(text),
      cursor: orNull('string'),
    }),
    status: { enum: [...DATASET_STATUSES] },
    columns: {
      ...nullOr(listOf(ref('DatasetColumn'))),
      description: 'Null until the table was begun.',
    },
    rows: { ...count, description: 'So far, while it is imported.' },
    bytes: count,
    rowEstimate: orNull('integer'),
    isReadable: { ...flag, description: 'Whether there is anything to preview and download.' },
    error: nullOr(exactly({ ...failure, column: orNull('string') })),
    startedAt: orNull('string', 'date-time'),
    finishedAt: orNull('string', 'date-time'),
  }),
  DatasetColumn: exactly({
    name: text,
    sourceType: { ...text, description: 'As the database spells it.' },
    type: ref('DatasetColumnType'),
    note: {
      ...orNull('string'),
      description: 'What becomes of the values, where the two types are not the same.',
    },
  }),
  DatasetColumnType: {
    type: 'object',
    description:
      'The type in the Parquet file: `name`; a `decimal` has `precision` and `scale`, a `list` says `of` what.',
    properties: {
      name: text,
      precision: count,
      scale: count,
      of: { type: 'object' },
    },
    required: ['name'],
  },
  DatasetPreview: exactly({
    columns: listOf(
      exactly({ name: text, type: { ...text, description: 'As DuckDB spells it.' } })
    ),
    rowCount: count,
    rows: {
      ...listOf(listOf(ref('Cell'))),
      description: "Each row is an array in the columns' order.",
    },
    truncated: { ...flag, description: 'Rows or cells were left out or cut.' },
  }),
}
