import { ref } from '#openapi/json_schema'
import { data, ok, type Operation } from '#openapi/operations/operation'
import { loginValidator, refreshValidator } from '#validators/session'

export const sessionOperations: Record<string, Operation> = {
  'POST /api/v2/auth/login': {
    tag: 'Sessions',
    summary: 'Log in',
    open: true,
    body: loginValidator.toJSONSchema(),
    success: ok(data(ref('TokenPair'))),
    fails: [401, 429],
  },
  'POST /api/v2/auth/refresh': {
    tag: 'Sessions',
    summary: 'Exchange a refresh token for a new pair',
    description: 'Each refresh token is good once; presenting a used one ends the session.',
    open: true,
    body: refreshValidator.toJSONSchema(),
    success: ok(data(ref('TokenPair'))),
    fails: [401],
  },
  'POST /api/v2/auth/logout': {
    tag: 'Sessions',
    summary: 'Log out',
    success: { status: 204 },
    fails: [],
  },
  'GET /api/v2/auth/me': {
    tag: 'Sessions',
    summary: 'Show who asks',
    success: ok(data(ref('User'))),
    fails: [],
  },
}
