import { sessionCookie } from '#config/session'
import { ERROR_CODES } from '#connectors/error_codes'
import { API_CODES } from '#exceptions/codes'
import { accountSchemas } from '#openapi/account_schemas'
import { backupSchemas } from '#openapi/backup_schemas'
import { bodySchemas } from '#openapi/body_schemas'
import { connectionSchemas } from '#openapi/connection_schemas'
import { datasetSchemas } from '#openapi/dataset_schemas'
import { installationSchemas } from '#openapi/installation_schemas'
import { ref, type JsonSchema } from '#openapi/json_schema'
import { memberSchemas } from '#openapi/member_schemas'
import { operations } from '#openapi/operations'
import type { Operation } from '#openapi/operations/operation'
import { rotationSchemas } from '#openapi/rotation_schemas'
import { tableSchemas } from '#openapi/table_schemas'

/** Failures that any operation can have. */
const ALWAYS = [422, 500, 503]
/** An API token can lack an ability, a browser the CSRF token. */
const WITH_TOKEN = [401, 403]
const WITH_BODY = [400, 413, 415]
const WITH_KEY = [409]

/** The OpenAPI 3.1 document, made from what validates requests and what describes answers. */
export function openapiDocument(version: string) {
  return {
    openapi: '3.1.0',
    info: { title: 'Varlor', version, description: introduction() },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }, { session: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description:
            'An access token (a JWT, from logging in), which may all that its owner’s role allows, or an API token (`vlr_…`), which its abilities limit besides.',
        },
        session: { type: 'apiKey', in: 'cookie', name: sessionCookie },
      },
      schemas: {
        ...connectionSchemas,
        ...tableSchemas,
        ...datasetSchemas,
        ...rotationSchemas,
        ...accountSchemas,
        ...memberSchemas,
        ...backupSchemas,
        ...installationSchemas,
        ...bodySchemas,
      },
    },
  }
}

function paths() {
  const found: Record<string, Record<string, object>> = {}
  for (const [route, operation] of Object.entries(operations)) {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, '{$1}')
    found[path] = { ...found[path], [method.toLowerCase()]: describe(operation, pattern) }
  }
  return found
}

function describe(operation: Operation, pattern: string) {
  const { tag, summary, description, open, body } = operation
  return {
    tags: [tag],
    summary,
    ...(description ? { description } : {}),
    ...(open ? { security: [] } : {}),
    parameters: [...pathParameters(pattern), ...headers(operation), ...queryParameters(operation)],
    ...(body ? { requestBody: { required: true, content: json(body) } } : {}),
    responses: responses(operation),
  }
}

function pathParameters(pattern: string) {
  return [...pattern.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name === 'id' ? { type: 'string', format: 'uuid' } : { type: 'string' },
  }))
}

function headers({ versioned, idempotent, fails }: Operation) {
  return [
    ...(versioned && fails.includes(412)
      ? [header('If-Match', 'The ETag that you have seen: else a change by somebody else is lost.')]
      : []),
    ...(idempotent ? [header('Idempotency-Key', SENT_AGAIN, { pattern: '^[!-~]{1,255}$' })] : []),
  ]
}

const SENT_AGAIN =
  'Chosen by you, new for each request. For 24 hours the same request with the same key is not carried out again, but answered as it was, with `Idempotent-Replayed: true`.'

function header(name: string, description: string, rules: JsonSchema = {}) {
  const schema = { type: 'string', ...rules }
  return { name, in: 'header', required: false, description, schema }
}

function queryParameters({ query }: Operation) {
  const properties = query?.toJSONSchema().properties ?? {}
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema,
  }))
}

function responses(operation: Operation) {
  const { success, open, body, versioned, idempotent, streams, fails } = operation
  const statuses = [
    ...ALWAYS,
    ...(open ? [] : WITH_TOKEN),
    ...(body ? WITH_BODY : []),
    ...(idempotent ? WITH_KEY : []),
    ...fails,
  ]
  const failures = [...new Set(statuses)].sort().map((status) => [status, failure(status)])
  const etag =
    versioned && success.schema ? { headers: { ETag: { schema: { type: 'string' } } } } : {}
  const kinds = {
    ...(success.schema ? json(success.schema, success.lines) : {}),
    ...(streams ? stages : {}),
    ...otherContent(operation),
  }
  const content = Object.keys(kinds).length > 0 ? { content: kinds } : {}
  return {
    [success.status]: { description: 'Success', ...etag, ...content },
    ...Object.fromEntries(failures),
  }
}

/** Answers that are not JSON. */
function otherContent({ events, files = [] }: Operation) {
  const binary = { schema: { type: 'string', format: 'binary' } }
  return {
    ...(events ? { 'text/event-stream': { schema: { type: 'string', description: events } } } : {}),
    ...Object.fromEntries(files.map((type) => [type, binary])),
  }
}

const stages = {
  'text/event-stream': {
    schema: {
      type: 'string',
      description: 'Events: `probe` as each stage ends, then `result` or `error`; data is JSON.',
    },
  },
}

function failure(status: number) {
  const wait = { schema: { type: 'integer' }, description: 'Seconds to wait.' }
  const retry = status === 429 || status === 503 ? { headers: { 'Retry-After': wait } } : {}
  const codes = Object.entries(API_CODES).filter(([, code]) => code.status === status)
  const description = codes.map(([code]) => code).join(', ') || 'The target refused or failed'
  return { description, ...retry, content: json(ref('Failure')) }
}

function json(schema: JsonSchema, lines = false) {
  return { [lines ? 'application/x-ndjson' : 'application/json']: { schema } }
}

/** The closed set of codes, in words. */
function introduction(): string {
  const ours = Object.entries(API_CODES).map(
    ([code, { status, message }]) => `| \`${code}\` | ${status} | ${message} |`
  )
  const targets = Object.entries(ERROR_CODES).map(
    ([code, { title }]) => `| \`${code}\` | ${title} |`
  )
  return [
    'Success is `{ data }`, lists add `meta`. Failure is always `{ errors: [{ code, message, field?, hint? }], requestId }`.',
    '## Codes',
    ['| code | status | meaning |', '|---|---|---|', ...ours].join('\n'),
    '## Codes of targets',
    'In the result of a test; reading through a connection that fails is 502 with these (504 for `timeout`, 404 for `table_not_found`).',
    ['| code | meaning |', '|---|---|', ...targets].join('\n'),
  ].join('\n\n')
}
