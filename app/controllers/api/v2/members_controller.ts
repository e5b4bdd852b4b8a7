import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import { MemberService } from '#services/member_service'
import MemberTransformer from '#transformers/member_transformer'
import { memberChange } from '#validators/member'
import { pagingValidator } from '#validators/paging'

/** The members of a team. */
@inject()
export default class MembersController {
  constructor(private members: MemberService) {}

  /** Lists members by email. */
  async index({ actor, request, serialize }: HttpContext) {
    const found = await this.members.list(actor, await pagingValidator.validate(request.qs()))
    const page = MemberTransformer.paginate(found.all(), found.getMeta())
    const { data, metadata: meta } = await serialize(page)
    return { data, meta }
  }

  /** Changes a member's role, deactivates or reactivates them. */
  async update({ actor, params, request, serialize }: HttpContext) {
    const change = await memberChange(request.body())
    return serialize(
      MemberTransformer.transform(await this.members.change(actor, params.id, change))
    )
  }
}
