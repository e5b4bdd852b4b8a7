import vine from '@vinejs/vine'
import { ApiError } from '#exceptions/api_error'
import { ROLES } from '#models/user'
import type { MemberChange } from '#services/member_changes'
import { strictValidator } from '#validators/strict_object'

/** `PATCH /members/:id` */
export const memberChangeValidator = strictValidator({
  role: vine.enum(ROLES).optional(),
  active: vine.boolean({ strict: true }).optional(),
})

/** `POST /members/:id/transfer-connections` */
export const transferValidator = strictValidator({ to: vine.string().uuid().toLowerCase() })

/** @throws E_VALIDATION_ERROR; ApiError E_REQUIRED, E_INVALID unless it says one thing */
export async function memberChange(body: unknown): Promise<MemberChange> {
  const { role, active } = await memberChangeValidator.validate(body)
  if (role !== undefined && active !== undefined) {
    const message = 'Change one thing at a time: the role, or whether they are active.'
    throw new ApiError('E_INVALID', { field: 'active', message })
  }
  if (role !== undefined) return { role }
  if (active !== undefined) return { active }
  throw new ApiError('E_REQUIRED', { field: 'role', message: 'Say role or active.' })
}
