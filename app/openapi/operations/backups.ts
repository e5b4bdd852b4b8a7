import type { Operation } from '#openapi/operations/operation'

export const backupOperations: Record<string, Operation> = {}
