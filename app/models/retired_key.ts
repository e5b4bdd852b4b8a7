import { RetiredKeySchema } from '#database/schema'

/** A master key with which nothing may be sealed any more. */
export default class RetiredKey extends RetiredKeySchema {
  static table = 'retired_keys'
  static selfAssignPrimaryKey = true
}
