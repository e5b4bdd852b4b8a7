import { ConnectionTagSchema } from '#database/schema'

export default class ConnectionTag extends ConnectionTagSchema {}
