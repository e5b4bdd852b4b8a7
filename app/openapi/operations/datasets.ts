import { ref } from '#openapi/json_schema'
import { data, ok, pageOf, type Operation } from '#openapi/operations/operation'
import {
  datasetListValidator,
  datasetPreviewValidator,
  datasetValidator,
  downloadValidator,
  emptyValidator,
  refreshValidator,
  tableRetryValidator,
} from '#validators/dataset'

const whole = data(ref('WholeDataset'))

export const datasetOperations: Record<string, Operation> = {
  'GET /api/v2/datasets': {
    tag: 'Datasets',
    summary: 'List datasets',
    description: 'Those of the tenant that are shared, and your own.',
    query: datasetListValidator,
    success: ok(pageOf('Dataset')),
    fails: [],
  },
  'POST /api/v2/datasets': {
    tag: 'Datasets',
    idempotent: true,
    summary: 'Import tables into a dataset',
    description: [
      'It waits in the queue until a worker imports it; show it, or listen to its events, to see how it fares. Each table becomes a Parquet file. Where the engine can, all of them are as they were at one moment.',
      'A dataset is shared as its connection is at that moment: of a private connection it stays private.',
      'Filters compare with values as the database spells them; rows must fulfil all of them.',
    ].join('\n\n'),
    body: datasetValidator.toJSONSchema(),
    success: { status: 201, schema: whole },
    fails: [403, 404, 409, 429],
  },
  'GET /api/v2/datasets/:id': {
    tag: 'Datasets',
    summary: 'Show a dataset and its tables',
    success: ok(whole),
    fails: [404],
  },
  'DELETE /api/v2/datasets/:id': {
    tag: 'Datasets',
    summary: 'Delete a dataset and its files',
    description: 'An import that is under way is cancelled.',
    success: { status: 204 },
    fails: [403, 404],
  },
  'GET /api/v2/datasets/:id/events': {
    tag: 'Datasets',
    summary: 'Listen to a dataset',
    description:
      'Server-sent events: `dataset`, at once and whenever something changes, no more than once a second; its data is what showing the dataset answers. The stream ends when the import has ended, and after five minutes at the latest: ask again to go on.',
    events: 'Events: `dataset`; data is JSON.',
    success: { status: 200 },
    fails: [404, 429],
  },
  'POST /api/v2/datasets/:id/cancel': {
    tag: 'Datasets',
    idempotent: true,
    summary: 'Cancel an import',
    description:
      'One that waits is cancelled at once; one that is under way has `cancelRequested` until its worker has stopped the query. Tables that are whole already stay.',
    body: emptyValidator.toJSONSchema(),
    success: ok(whole),
    fails: [403, 404, 409],
  },
  'POST /api/v2/datasets/:id/refresh': {
    tag: 'Datasets',
    idempotent: true,
    summary: 'Import a dataset again',
    description:
      'What there is stays until the new files are whole. Tables that have a cursor get the rows above its highest value, unless `full` is true: rows that were changed or deleted since are not seen.',
    body: refreshValidator.toJSONSchema(),
    success: ok(whole),
    fails: [403, 404, 409, 429],
  },
  'POST /api/v2/datasets/:id/retry': {
    tag: 'Datasets',
    idempotent: true,
    summary: 'Import the tables again that failed or were cancelled',
    body: emptyValidator.toJSONSchema(),
    success: ok(whole),
    fails: [403, 404, 409, 429],
  },
  'POST /api/v2/datasets/:id/tables/:tableId/retry': {
    tag: 'Datasets',
    idempotent: true,
    summary: 'Import one table again that failed or was cancelled',
    description:
      'Columns whose values do not fit the type of the dataset can be kept as text from then on.',
    body: tableRetryValidator.toJSONSchema(),
    success: ok(whole),
    fails: [403, 404, 409, 429],
  },
  'GET /api/v2/datasets/:id/tables/:tableId/preview': {
    tag: 'Datasets',
    summary: 'Preview a table of a dataset',
    query: datasetPreviewValidator,
    success: ok(data(ref('DatasetPreview'))),
    fails: [404, 409, 429],
  },
  'GET /api/v2/datasets/:id/tables/:tableId/download': {
    tag: 'Datasets',
    summary: 'Download a table of a dataset',
    description:
      'One file, however often rows were added. In CSV, a value that a spreadsheet would take for a formula has an apostrophe before it. An answer that ends before its end was cut off.',
    query: downloadValidator,
    files: ['application/vnd.apache.parquet', 'text/csv'],
    success: { status: 200 },
    fails: [404, 409, 429],
  },
}
