import type { Operation } from '#openapi/operations/operation'

export const tokenOperations: Record<string, Operation> = {}
