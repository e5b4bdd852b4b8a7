/**
 * A process of its own that tests and previews once against the stand-in while it writes down every connection,
 * look-up, program and file in a home folder that anything in it asks for. Prints them as JSON.
 */
import childProcess from 'node:child_process'
import dns from 'node:dns'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { performance } from 'node:perf_hooks'

const seen: string[] = []
let isWatching = false

/** Notes each call of a function before it is done. */
function watch(owner: object, name: string, describe: (args: unknown[]) => string | null) {
  const functions = owner as Record<string, (...args: unknown[]) => unknown>
  const original = functions[name]
  if (!original) throw new Error(`There is no ${name}`)
  functions[name] = function (this: unknown, ...args: unknown[]) {
    const line = isWatching ? describe(args) : null
    if (line !== null) seen.push(line)
    return original.apply(this, args)
  }
}

watch(net.Socket.prototype, 'connect', (args) => {
  const [first] = args.flat() as { host?: string; port?: number }[]
  return `connect ${first?.host}:${first?.port}`
})
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) {
  watch(dns, name, ([host]) => `dns ${String(host)}`)
}
for (const name of ['spawn', 'exec', 'execFile', 'spawnSync', 'execSync', 'execFileSync']) {
  watch(childProcess, name, ([program]) => `program ${String(program)}`)
}
for (const name of ['readFileSync', 'openSync', 'open', 'readFile', 'writeFileSync', 'mkdirSync']) {
  watch(fs, name, ([path]) =>
    /snowflake|sf_client|connections\.toml|\.aws/.test(String(path)) &&
    !/node_modules|standins|connectors/.test(String(path))
      ? `file ${String(path)}`
      : null
  )
}
syncBuiltinESMExports()

const { startStandIn, connectionTo } = await import('#tests/support/standins/snowflake/stand_in')
const { connectorTo, never } = await import('#tests/conformance/workbench')
const { column } = await import('#tests/support/standins/snowflake/database')
const { snowflake } = await import('#connectors/snowflake/engine')

const server = await startStandIn()
server.account.database.add('people', {
  columns: [column('id', 'NUMBER(38,0)')],
  literals: [['1']],
})
isWatching = true
const rssBefore = process.memoryUsage.rss()
const started = performance.now()
const connector = await connectorTo(snowflake, connectionTo(server))
const result = await connector.test({ signal: never })
const ms = Math.round(performance.now() - started)
const again = performance.now()
await connector.test({ signal: never })
const secondMs = Math.round(performance.now() - again)
const rssAfter = process.memoryUsage.rss()
const asked = { limit: 5, exactCount: true, signal: never }
await connector.preview({ schema: 'PUBLIC', name: 'people' }, asked)
await connector.dispose()
isWatching = false
await server.protocol.close()
process.stdout.write(
  JSON.stringify({
    success: result.success,
    port: server.protocol.port,
    seen,
    firstTestMs: ms,
    secondTestMs: secondMs,
    megabytes: Math.round((rssAfter - rssBefore) / 1024 / 1024),
  })
)
