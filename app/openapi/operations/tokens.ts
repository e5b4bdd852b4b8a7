import { ref } from '#openapi/json_schema'
import { data, pageOf, ok, type Operation } from '#openapi/operations/operation'
import { newTokenValidator } from '#validators/api_token'
import { pagingValidator } from '#validators/paging'

export const tokenOperations: Record<string, Operation> = {
  'GET /api/v2/tokens': {
    tag: 'Tokens',
    summary: 'List API tokens, newest first',
    description: 'Your own; for administrators those of the whole team. Not for API tokens.',
    query: pagingValidator,
    success: ok(pageOf('ApiToken')),
    fails: [403],
  },
  'POST /api/v2/tokens': {
    tag: 'Tokens',
    idempotent: true,
    summary: 'Make an API token',
    description:
      'It does what its abilities say and your role allows, as you, until it ends: after 90 days unless `expiresAt` or `expiresInDays` says otherwise; with `expiresAt: null` never. Not for API tokens.',
    body: newTokenValidator.toJSONSchema(),
    success: { status: 201, schema: data(ref('NewApiToken')) },
    fails: [403, 409],
  },
  'DELETE /api/v2/tokens/:id': {
    tag: 'Tokens',
    summary: 'Revoke an API token',
    description:
      'Your own; for administrators any of the team. It is refused from now on. Not for API tokens.',
    success: { status: 204 },
    fails: [403, 404],
  },
}
