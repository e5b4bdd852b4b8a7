import { auditOperations } from '#openapi/operations/audit'
import { backupOperations } from '#openapi/operations/backups'
import { connectionOperations } from '#openapi/operations/connections'
import { datasetOperations } from '#openapi/operations/datasets'
import { installationOperations } from '#openapi/operations/installation'
import { memberOperations } from '#openapi/operations/members'
import { passwordRotationOperations } from '#openapi/operations/password_rotations'
import { referenceOperations } from '#openapi/operations/reference'
import { sessionOperations } from '#openapi/operations/sessions'
import { tableOperations } from '#openapi/operations/tables'
import { tokenOperations } from '#openapi/operations/tokens'
import type { Operation } from '#openapi/operations/operation'

/** Every operation of the API, by method and pattern. A test compares them with the router. */
export const operations: Record<string, Operation> = {
  ...sessionOperations,
  ...tokenOperations,
  ...memberOperations,
  ...connectionOperations,
  ...passwordRotationOperations,
  ...backupOperations,
  ...tableOperations,
  ...datasetOperations,
  ...auditOperations,
  ...installationOperations,
  ...referenceOperations,
}
