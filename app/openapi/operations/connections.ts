import { connectionBody, patchBody, testBody } from '#openapi/body_schemas'
import { listOf, ref } from '#openapi/json_schema'
import { data, pageOf, ok, type Operation } from '#openapi/operations/operation'
import { connectionListValidator } from '#validators/connection_queries'
import { connectionUrlValidator } from '#validators/connection_url'
import { grantsValidator } from '#validators/grants'

export const connectionOperations: Record<string, Operation> = {
  'GET /api/v2/connectors/engines': {
    tag: 'Connections',
    summary: 'List engines',
    description: 'Forms are made from these fields, and requests are validated by them.',
    success: ok(data(listOf(ref('Engine')))),
    fails: [],
  },
  'GET /api/v2/connectors/engines/:type/grants': {
    tag: 'Connections',
    summary: 'Write a script for a read-only role',
    description:
      'To be run by an administrator of the target, once the password in it is replaced. Names are quoted as the engine wants it.',
    query: grantsValidator,
    success: ok(data(ref('Grants'))),
    fails: [404, 429],
  },
  'POST /api/v2/connectors/urls': {
    tag: 'Connections',
    summary: 'Read a connection string',
    description: [
      'Turns `postgres://…`, `jdbc:…`, `Server=…;` and the like into the fields of an engine, with its defaults where the string is silent. Nothing is stored.',
      'The engine named by `type` is asked first, then all others in the order of their names: the first one that understands the string decides, so the answer can be of another type. Of strings that several engines write alike, `Server=…;` with a `Port` or `SslMode` is taken for MySQL and any other for SQL Server, and `Host=…;` for PostgreSQL.',
    ].join('\n\n'),
    body: connectionUrlValidator.toJSONSchema(),
    success: ok(data(ref('ReadUrl'))),
    fails: [403, 429],
  },
  'GET /api/v2/connectors': {
    tag: 'Connections',
    summary: 'List connections',
    description: 'Those of the tenant that are shared, and your own.',
    query: connectionListValidator,
    success: ok(pageOf('Connection')),
    fails: [],
  },
  'POST /api/v2/connectors': {
    tag: 'Connections',
    idempotent: true,
    summary: 'Save a connection',
    body: connectionBody,
    versioned: true,
    success: { status: 201, schema: data(ref('Connection')) },
    fails: [403, 409],
  },
  'GET /api/v2/connectors/:id': {
    tag: 'Connections',
    summary: 'Show a connection',
    versioned: true,
    success: ok(data(ref('Connection'))),
    fails: [404],
  },
  'PUT /api/v2/connectors/:id': {
    tag: 'Connections',
    summary: 'Replace a connection',
    description:
      'An omitted credential keeps the stored one, null clears it, a string replaces it. Changing where the connection points needs its credentials again. Omitted tags and visibility stay.',
    body: connectionBody,
    versioned: true,
    success: ok(data(ref('Connection'))),
    fails: [403, 404, 409, 412],
  },
  'PATCH /api/v2/connectors/:id': {
    tag: 'Connections',
    summary: 'Change a connection',
    description: 'Like PUT, for the fields that are named; null takes a field of `config` away.',
    body: patchBody,
    versioned: true,
    success: ok(data(ref('Connection'))),
    fails: [403, 404, 409, 412],
  },
  'DELETE /api/v2/connectors/:id': {
    tag: 'Connections',
    summary: 'Delete a connection',
    versioned: true,
    success: { status: 204 },
    fails: [403, 404, 409, 412],
  },
  'GET /api/v2/connectors/:id/dependents': {
    tag: 'Connections',
    summary: 'Show what hangs on a connection',
    description: 'To be told before it is deleted.',
    success: ok(data(ref('Dependents'))),
    fails: [404],
  },
  'POST /api/v2/connectors/:id/duplicate': {
    tag: 'Connections',
    idempotent: true,
    summary: 'Duplicate a connection',
    description:
      'Credentials included, which nobody sees on the way; that takes an administrator, or the owner. The copy has the name with a number, is private, belongs to whoever made it, and is not tested yet. Changing the password at the target for one of the two leaves the other with the old one.',
    versioned: true,
    success: { status: 201, schema: data(ref('Connection')) },
    fails: [403, 404, 409],
  },
  'POST /api/v2/connectors/test': {
    tag: 'Connections',
    summary: 'Test without saving',
    description:
      'A refusal by the target is an answer: `success` is false. With `connectionId`, what is omitted comes from the stored connection.',
    body: testBody,
    streams: true,
    success: ok(data(ref('TestAnswer'))),
    fails: [403, 404, 429],
  },
  'POST /api/v2/connectors/:id/test': {
    tag: 'Connections',
    summary: 'Test a saved connection and store the outcome',
    streams: true,
    success: ok(data(ref('TestAnswer'))),
    fails: [403, 404, 429],
  },
}
