import { ConnectionTagSchema } from '#database/schema'

/** One word that a tenant sorts its connections by. */
export default class ConnectionTag extends ConnectionTagSchema {
  static table = 'connection_tags'
}
