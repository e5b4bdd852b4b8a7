import { count, exactly, ref } from '#openapi/json_schema'
import { data, pageOf, ok, type Operation } from '#openapi/operations/operation'
import {
  acceptanceValidator,
  invitationListValidator,
  newInvitationValidator,
} from '#validators/invitation'
import { memberChangeValidator, transferValidator } from '#validators/member'
import { pagingValidator } from '#validators/paging'

export const memberOperations: Record<string, Operation> = {
  'GET /api/v2/members': {
    tag: 'Members',
    summary: 'List members',
    description: 'For administrators.',
    query: pagingValidator,
    success: ok(pageOf('Member')),
    fails: [403],
  },
  'PATCH /api/v2/members/:id': {
    tag: 'Members',
    summary: 'Change a role, deactivate or reactivate',
    description:
      'For administrators; one thing at a time. A new role counts from the next request on. Deactivating ends all sessions of the member and revokes their tokens; reactivating gives back nothing but the login. A team keeps at least one active administrator. API tokens make nobody an administrator.',
    body: memberChangeValidator.toJSONSchema(),
    success: ok(data(ref('Member'))),
    fails: [403, 404, 409],
  },
  'POST /api/v2/members/:id/transfer-connections': {
    tag: 'Members',
    idempotent: true,
    summary: 'Give the connections of a deactivated member to another',
    description:
      'For administrators. Private connections stay private: only the new owner sees them from now on.',
    body: transferValidator.toJSONSchema(),
    success: ok(data(exactly({ transferred: count }))),
    fails: [403, 404, 409],
  },
  'GET /api/v2/invitations': {
    tag: 'Members',
    summary: 'List invitations, newest first',
    description: 'For administrators. With `accepted=false` those that are pending or expired.',
    query: invitationListValidator,
    success: ok(pageOf('Invitation')),
    fails: [403],
  },
  'POST /api/v2/invitations': {
    tag: 'Members',
    idempotent: true,
    summary: 'Invite somebody',
    description:
      'For administrators. Hand the link over yourself: it is good for 7 days and once, and the links that this email had before are good no longer. Who is a member of another team learns so when accepting.',
    body: newInvitationValidator.toJSONSchema(),
    success: { status: 201, schema: data(ref('NewInvitation')) },
    fails: [403, 409],
  },
  'DELETE /api/v2/invitations/:id': {
    tag: 'Members',
    summary: 'Withdraw an invitation',
    description: 'For administrators.',
    success: { status: 204 },
    fails: [403, 404],
  },
  'POST /api/v2/invitations/accept': {
    tag: 'Members',
    summary: 'Accept an invitation',
    description: 'With the end of the link as `token`; then log in.',
    open: true,
    body: acceptanceValidator.toJSONSchema(),
    success: { status: 201, schema: data(ref('User')) },
    fails: [409, 429],
  },
}
