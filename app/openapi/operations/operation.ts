import { exactly, listOf, ref, type JsonSchema } from '#openapi/json_schema'

/** What the document says of a route, beyond what the route itself says. */
export interface Operation {
  tag:
    | 'Sessions'
    | 'Tokens'
    | 'Members'
    | 'Connections'
    | 'Tables'
    | 'Datasets'
    | 'Audit'
    | 'Installation'
    | 'Reference'
  summary: string
  description?: string
  /** Whether it answers without a token. */
  open?: boolean
  query?: { toJSONSchema(): JsonSchema }
  body?: JsonSchema
  /** Takes `If-Match`, gives `ETag`. */
  versioned?: boolean
  /** Takes `Idempotency-Key`. */
  idempotent?: boolean
  /** Whether stages of a test can be streamed. */
  streams?: boolean
  /** What the events are that it answers with, where it answers with nothing else. */
  events?: string
  /** Types of the files that it answers with. */
  files?: string[]
  /** `lines`: each line of the answer is JSON of that schema. */
  success: { status: number; schema?: JsonSchema; lines?: boolean }
  /** Statuses of failures beside those that every operation has. */
  fails: number[]
}

/** An answer that holds one thing. */
export const data = (schema: JsonSchema) => exactly({ data: schema })

/** An answer that holds a page of things. */
export const pageOf = (name: string) => exactly({ data: listOf(ref(name)), meta: ref('PageMeta') })

export const ok = (schema: JsonSchema) => ({ status: 200, schema })
