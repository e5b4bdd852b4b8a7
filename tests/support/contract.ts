import router from '@adonisjs/core/services/router'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { openapiDocument } from '#openapi/document'

interface Exchange {
  method: string
  /** Below `/api/v2`, without the query string. */
  path: string
  sent: unknown
  status: number
  type: string | null
  body: unknown
  /** Looked at where it is lines of JSON. */
  text?: string
}

interface DocumentedOperation {
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { content?: Record<string, { schema: object }> }>
}

const LINES = 'application/x-ndjson'

const document = JSON.parse(JSON.stringify(openapiDocument('0.0.0')))
const ajv = new Ajv2020({ strict: false, allErrors: false })
formats.default(ajv)
ajv.addSchema({ $id: 'api', ...document })
const compiled = new Map<object, ValidateFunction>()

/**
 * Fails unless the OpenAPI document says that this request can have this answer: every answer that a test gets is
 * checked by it.
 */
export function checkContract(exchange: Exchange): void {
  const { method, path, status, type, body, text, sent } = exchange
  const route = router.match(`/api/v2${path}`, method, false)?.route
  const where = `${method} ${route?.pattern ?? path} ${status}`
  if (!route) return check(document.components.schemas.Failure, body, where)

  const operation = operationOf(method, route.pattern)
  const documented = operation.responses[status]
  if (!documented) throw new Error(`${where} is not documented`)
  if (status < 300 && operation.requestBody) {
    check(schemaOf(operation.requestBody.content), sent, `${where}: what was sent`)
  }
  if (type?.startsWith('text/event-stream')) return
  if (type?.startsWith(LINES)) return checkLines(documented.content?.[LINES], text ?? '', where)
  if (type && isDocumentedFile(type, documented.content ?? {})) return
  if (documented.content) check(schemaOf(documented.content), body, where)
  else if (body !== null) throw new Error(`${where} is documented without a body`)
}

function checkLines(content: { schema: object } | undefined, text: string, where: string) {
  if (!content) throw new Error(`${where}: lines are not documented`)
  for (const line of text.split('\n').filter(Boolean))
    check(content.schema, JSON.parse(line), where)
}

function operationOf(method: string, pattern: string): DocumentedOperation {
  const path = document.paths[pattern.replace(/:(\w+)/g, '{$1}')]
  const operation = path?.[method.toLowerCase()]
  if (!operation) throw new Error(`${method} ${pattern} is not documented`)
  return operation
}

function schemaOf(content: Record<string, { schema: object }>): object {
  const json = content['application/json']
  if (!json) throw new Error('Only JSON is documented')
  return json.schema
}

function check(schema: object, value: unknown, where: string) {
  const validate = compiled.get(schema) ?? compile(schema)
  if (validate(value)) return
  const reasons = validate.errors?.map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' ')
  )
  throw new Error(`${where} does not match the document: ${reasons?.join('; ')}`)
}

function compile(schema: object): ValidateFunction {
  const absolute = JSON.parse(
    JSON.stringify(schema).replaceAll('"#/components', '"api#/components')
  )
  const validate = ajv.compile(absolute)
  compiled.set(schema, validate)
  return validate
}

/** Files are as they are: nothing of them is looked into. */
function isDocumentedFile(type: string, content: Record<string, unknown>): boolean {
  const [bare = ''] = type.split(';')
  return bare !== 'application/json' && bare in content
}
