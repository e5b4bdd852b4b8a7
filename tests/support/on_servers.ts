/**
 * Runs the functional suite with servers as the application's own: once with PostgreSQL for rows and Redis for
 * cache and limits, once with MariaDB. `npm test` does this after everything has passed on the embedded defaults.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stopServers } from '#tests/support/servers/lifetime'
import { mariadb } from '#tests/support/servers/mariadb'
import { postgres } from '#tests/support/servers/postgres'
import { redis } from '#tests/support/servers/redis'
import { isAvailable } from '#tests/support/servers/sources'

if (isAvailable('postgres') && isAvailable('redis')) {
  const database = await (await postgres()).createDatabase()
  await run({ TEST_DATABASE_URL: database.url, TEST_CACHE_URL: (await redis()).url })
}
if (isAvailable('mariadb')) {
  const database = await (await mariadb()).createDatabase()
  await run({ TEST_DATABASE_URL: database.url })
}
await stopServers()

async function run(env: Record<string, string>): Promise<void> {
  process.stderr.write(`› the functional suite again, with ${Object.keys(env).join(' and ')}\n`)
  const child = spawn(
    process.execPath,
    ['--import=@poppinss/ts-exec', 'bin/test.ts', 'functional', ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, ...env } }
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) process.exitCode = 1
}
