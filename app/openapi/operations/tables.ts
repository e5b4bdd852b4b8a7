import { exactly, listOf, ref } from '#openapi/json_schema'
import { data, ok, type Operation } from '#openapi/operations/operation'
import { previewValidator, tableListValidator } from '#validators/connection_queries'

export const tableOperations: Record<string, Operation> = {
  'GET /api/v2/connectors/:id/tables': {
    tag: 'Tables',
    summary: 'List tables',
    description: 'Remembered for five minutes; `refresh=true` reads them anew.',
    query: tableListValidator,
    success: ok(exactly({ data: listOf(ref('Table')), meta: ref('TableMeta') })),
    fails: [404, 429, 502, 504],
  },
  'GET /api/v2/connectors/:id/tables/:name/preview': {
    tag: 'Tables',
    summary: 'Preview a table',
    query: previewValidator,
    success: ok(data(ref('Preview'))),
    fails: [404, 429, 502, 504],
  },
}
