import { ROLES } from '#models/user'
import { exactly, flag, id, listOf, moment, orNull, text } from '#openapi/json_schema'
import type { JsonSchema } from '#openapi/json_schema'
import { ABILITIES } from '#services/auth/abilities'

const token = {
  id,
  name: text,
  abilities: listOf({ enum: [...ABILITIES] }),
  owner: exactly({ id, email: text }),
  expiresAt: orNull('string', 'date-time'),
  neverExpires: { ...flag, description: 'It has no end: somebody must remember to revoke it.' },
  lastUsedAt: { ...orNull('string', 'date-time'), description: 'To the minute.' },
  createdAt: moment,
}

const invitation = {
  id,
  email: text,
  role: { enum: [...ROLES] },
  status: { enum: ['pending', 'accepted', 'expired'] },
  expiresAt: moment,
  createdAt: moment,
}

/** What `ApiTokenTransformer`, `MemberTransformer` and `InvitationTransformer` let out. */
export const memberSchemas: Record<string, JsonSchema> = {
  ApiToken: exactly(token),
  NewApiToken: exactly({
    ...token,
    token: { ...text, description: 'For `Authorization: Bearer`; told this once.' },
  }),
  Member: exactly({
    id,
    email: text,
    fullName: orNull('string'),
    role: { enum: [...ROLES] },
    active: { ...flag, description: 'Whether they may sign in.' },
    lastLoginAt: orNull('string', 'date-time'),
    createdAt: moment,
  }),
  Invitation: exactly(invitation),
  NewInvitation: exactly({
    ...invitation,
    url: { ...text, description: 'The link to hand over; told this once.' },
  }),
}
