import { AuditChainSchema } from '#database/schema'

/** The end of one tenant's trail, where the next event is added. */
export default class AuditChain extends AuditChainSchema {
  static selfAssignPrimaryKey = true
}
