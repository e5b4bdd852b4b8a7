import { ConnectorError } from '#connectors/connector_error'
import { parseJson, type ResultPart, type TextRow } from '#connectors/snowflake/answer'
import { type DriverRequest, type DriverResponse, userAgent } from '#connectors/snowflake/driver'
import type { HttpAnswer } from '#connectors/snowflake/exchange'
import { HttpRefusal } from '#connectors/snowflake/http_refusal'
import type { Purpose } from '#connectors/snowflake/routes'

/** What passes between the driver and the account, reduced to the parts that are needed. */

export function headersOf({ headers = {} }: DriverRequest): Record<string, string> {
  return { ...headers, 'user-agent': userAgent() }
}

/** The account learns who signs in and with which driver; not what this machine is and where our files lie. */
export function bodyOf({ json }: DriverRequest, purpose: Purpose): string | undefined {
  if (json === undefined) return undefined
  if (purpose !== 'login') return JSON.stringify(json)
  const { data } = json as { data: Record<string, unknown> }
  return JSON.stringify({ data: { ...data, CLIENT_ENVIRONMENT: { APPLICATION: 'Varlor' } } })
}

export function tokensOf(data: Record<string, unknown>) {
  const { token, sessionToken, masterToken, sessionId } = data
  const given = token ?? sessionToken
  if (typeof given !== 'string' || typeof masterToken !== 'string') {
    throw new ConnectorError('wrong_protocol')
  }
  return {
    token: given,
    masterToken,
    sessionId: Number(sessionId) || 0,
    validityInSeconds: Number(data.validityInSeconds ?? data.validityInSecondsST) || 3_600,
    masterValidityInSeconds:
      Number(data.masterValidityInSeconds ?? data.validityInSecondsMT) || 14_400,
    parameters: [],
  }
}

export function refused({ code, message, data }: Record<string, unknown>) {
  const { sqlState, queryId } = Object(data) as Record<string, unknown>
  return {
    success: false,
    code: String(code),
    message: String(message),
    data: { sqlState, queryId },
  }
}

/** Tokens that ran out are refused with 401 and a code. */
export function refusalOf({ status, body }: HttpAnswer, purpose: Purpose): HttpRefusal {
  let code: unknown
  try {
    code = (parseJson(body) as { code?: unknown } | null)?.code
  } catch {
    // A page for people.
  }
  const asked = purpose === 'login' ? 'login' : 'service'
  return new HttpRefusal(status, asked, typeof code === 'string' ? code : undefined)
}

export function respond({ headers }: HttpAnswer, body: unknown): DriverResponse {
  return {
    statusCode: 200,
    headers,
    body,
    getResponseHeader: (name) => headers[name.toLowerCase()],
  }
}

/** Where to ask again for a query that goes on. */
export function stillRunning(code: unknown, { queryId, getResultUrl }: Record<string, unknown>) {
  if (typeof getResultUrl !== 'string') throw new ConnectorError('wrong_protocol')
  return { success: true, code, data: { queryId, getResultUrl } }
}

/** As texts, whatever they are: the driver converts nothing, so that nothing is lost or trips it. */
export function resultOf({ queryId }: Record<string, unknown>, part: ResultPart, rows: TextRow[]) {
  return {
    queryId,
    rowtype: part.columns.map((name) => ({ name, type: 'text', nullable: true })),
    rowset: rows,
    returned: rows.length,
    total: rows.length,
    version: 1,
    parameters: [],
  }
}
