import { listOf, ref } from '#openapi/json_schema'
import { data, ok, type Operation } from '#openapi/operations/operation'

export const installationOperations: Record<string, Operation> = {
  'GET /api/v2/keys': {
    tag: 'Installation',
    summary: 'Which master keys your team needs, and how far a rotation has come',
    description: 'For administrators. Of other teams it tells nothing.',
    success: ok(data(ref('KeyUsage'))),
    fails: [403],
  },
  'GET /api/v2/limits': {
    tag: 'Installation',
    summary: 'The rate limits in force, and what is left of them',
    description: 'For administrators. Asking takes nothing away.',
    success: ok(data(listOf(ref('Limit')))),
    fails: [403],
  },
}
