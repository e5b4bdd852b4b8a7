import { ref } from '#openapi/json_schema'
import { data, ok, type Operation } from '#openapi/operations/operation'
import { rotationScheduleValidator, rotationValidator } from '#validators/password_rotations'

export const passwordRotationOperations: Record<string, Operation> = {
  'POST /api/v2/connectors/:id/rotate-password': {
    tag: 'Connections',
    idempotent: true,
    summary: 'Change the password at the target',
    description: [
      'Generates a password, sets it at the target, proves it by signing in with it, and keeps it for the connection; nobody sees it. The connection is answered as it is afterwards.',
      'With `alternateUsername` the password of another user is changed, and the connection signs in as that user from then on; the first one keeps its password, so that whoever else uses it is not cut off. That takes an administrator, or the owner of the connection. With `as`, this user makes the change; it is used once and not kept.',
      'When the new password of an earlier change does not open any more, the answer is 409 `E_PENDING_UNREADABLE`. `dropUnreadable` gives it up, provided that the stored password still holds or somebody else makes the change; that takes an administrator, or the owner, too.',
      'Whatever happens on the way, a failed answer leaves a connection that works: if it is not known which password holds, both are kept until the target has said so.',
    ].join('\n\n'),
    body: rotationValidator.toJSONSchema(),
    versioned: true,
    success: ok(data(ref('Connection'))),
    fails: [403, 404, 409, 429, 502, 504],
  },
  'GET /api/v2/connectors/:id/rotation-schedule': {
    tag: 'Connections',
    summary: 'Show how often the password is changed',
    success: ok(data(ref('RotationSchedule'))),
    fails: [404],
  },
  'PUT /api/v2/connectors/:id/rotation-schedule': {
    tag: 'Connections',
    summary: 'Change the password on a schedule',
    description:
      'The first change is `everyDays` from now, and so is the next one after any other change of the password from here. A change that fails is tried again every hour, unless only a person can mend it.',
    body: rotationScheduleValidator.toJSONSchema(),
    success: ok(data(ref('RotationSchedule'))),
    fails: [403, 404],
  },
  'DELETE /api/v2/connectors/:id/rotation-schedule': {
    tag: 'Connections',
    summary: 'Stop changing the password on a schedule',
    success: { status: 204 },
    fails: [403, 404],
  },
}
