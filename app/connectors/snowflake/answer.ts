import { ConnectorError } from '#connectors/connector_error'

/** Every value as the server wrote it; null stays null. */
export type TextRow = (string | null)[]

export interface ResultChunk {
  url: string
  /** Null when the server did not say. */
  rowCount: number | null
}

/** What the server may say of one result. */
export interface ResultPart {
  columns: string[]
  rows: TextRow[]
  /** Where the rest of the rows lies, and what to say there. */
  chunks: ResultChunk[]
  chunkHeaders: Record<string, string>
}

/**
 * No result that we ask for has more values than this. It bounds what JSON may blow up to: the million of them takes
 * less than half a second and some forty megabytes.
 */
const MOST_VALUES = 1_000_000

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPENING_BRACKET = 0x5b
const OPENING_BRACE = 0x7b

/** @throws ConnectorError `wrong_protocol` for what is no JSON, or would take too much memory as objects */
export function parseJson(text: Buffer): unknown {
  if (valuesIn(text) > MOST_VALUES) throw new ConnectorError('wrong_protocol')
  try {
    return JSON.parse(text.toString('utf8'))
  } catch (cause) {
    throw new ConnectorError('wrong_protocol', undefined, { cause })
  }
}

/** About how many values a JSON text has; what stands within texts is not counted. */
function valuesIn(text: Buffer): number {
  let values = 0
  let isInText = false
  // By index: iterating takes ten times longer.
  for (let i = 0; i < text.length; i++) {
    const byte = text[i]
    if (isInText && byte === BACKSLASH) i += 1
    else if (byte === QUOTE) isInText = !isInText
    else if (!isInText && (byte === COMMA || byte === OPENING_BRACKET || byte === OPENING_BRACE)) {
      values += 1
    }
  }
  return values
}

/** An object with whatever in it; anything else is no answer of Snowflake. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return value as Record<string, unknown>
  }
  throw new ConnectorError('wrong_protocol')
}

/** @throws ConnectorError `wrong_protocol` when it is not a result in rows of texts */
export function resultPart(data: Record<string, unknown>): ResultPart {
  const columns = arrayOf(data.rowtype).map((column) => textOf(objectOf(column).name))
  return {
    columns,
    // Rows in another format are not no rows.
    rows: rowsOf(data.rowset ?? (data.rowsetBase64 ? null : []), columns.length),
    chunks: arrayOf(data.chunks ?? []).map((chunk) => chunkOf(objectOf(chunk))),
    chunkHeaders: chunkHeaders(data),
  }
}

function chunkOf({ url, rowCount }: Record<string, unknown>): ResultChunk {
  return { url: textOf(url), rowCount: Number.isSafeInteger(rowCount) ? Number(rowCount) : null }
}

export function rowsOf(value: unknown, columns: number): TextRow[] {
  return arrayOf(value).map((row) => {
    const values = arrayOf(row)
    if (values.length !== columns) throw new ConnectorError('wrong_protocol')
    for (const one of values) if (one !== null) textOf(one)
    return values as TextRow
  })
}

/** Only what the stores of the clouds take for the key that the result is encrypted with. */
function chunkHeaders({ chunkHeaders: named, qrmk }: Record<string, unknown>) {
  if (typeof named === 'object' && named !== null) {
    const kept = Object.entries(objectOf(named)).filter(([name]) => /^x-[\w-]+$/i.test(name))
    return Object.fromEntries(kept.map(([name, value]) => [name, textOf(value)]))
  }
  if (typeof qrmk !== 'string') return {}
  return {
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
    'x-amz-server-side-encryption-customer-key': qrmk,
  }
}

function arrayOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  throw new ConnectorError('wrong_protocol')
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  throw new ConnectorError('wrong_protocol')
}
