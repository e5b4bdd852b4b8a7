import { ok, type Operation } from '#openapi/operations/operation'

export const referenceOperations: Record<string, Operation> = {
  'GET /api/v2/openapi.json': {
    tag: 'Reference',
    summary: 'This document',
    open: true,
    success: ok({ type: 'object' }),
    fails: [],
  },
}
