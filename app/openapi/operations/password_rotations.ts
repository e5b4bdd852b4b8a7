import type { Operation } from '#openapi/operations/operation'

export const passwordRotationOperations: Record<string, Operation> = {}
