import type { Operation } from '#openapi/operations/operation'

export const memberOperations: Record<string, Operation> = {}
