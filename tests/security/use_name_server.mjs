/** Loaded into the server before anything else: names are asked of the suite's own name server. */
import dns from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'

const server = process.env.NAME_SERVER

dns.Resolver = class extends dns.Resolver {
  constructor(options) {
    super(options)
    this.setServers([server])
  }
}
syncBuiltinESMExports()
