/**
 * Runs the functional suite with servers as the application's own: `on_servers.ts postgres` with PostgreSQL for rows
 * and Redis for cache and limits, `on_servers.ts mariadb` with MariaDB. What follows is for the runner.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { stopServers } from '#tests/support/servers/lifetime'
import { mariadb } from '#tests/support/servers/mariadb'
import { postgres } from '#tests/support/servers/postgres'
import { redis } from '#tests/support/servers/redis'
import { isAvailable, type Needed } from '#tests/support/servers/sources'

const KINDS = {
  postgres: {
    needs: ['postgres', 'redis'],
    environment: async () => ({
      TEST_DATABASE_URL: (await (await postgres()).createDatabase()).url,
      TEST_CACHE_URL: (await redis()).url,
    }),
  },
  mariadb: {
    needs: ['mariadb'],
    environment: async () => ({
      TEST_DATABASE_URL: (await (await mariadb()).createDatabase()).url,
    }),
  },
} satisfies Record<string, { needs: Needed[]; environment: () => Promise<Record<string, string>> }>

const [kind = '', ...args] = process.argv.slice(2)
if (!(kind in KINDS)) throw new Error(`Name one of: ${Object.keys(KINDS).join(', ')}`)
const { needs, environment } = KINDS[kind as keyof typeof KINDS]
if (needs.every(isAvailable)) {
  await run(await environment())
  await stopServers()
}

async function run(env: Record<string, string>): Promise<void> {
  process.stderr.write(`› the functional suite again, with ${Object.keys(env).join(' and ')}\n`)
  const child = spawn(
    process.execPath,
    ['--import=@poppinss/ts-exec', 'bin/test.ts', 'functional', ...args],
    { stdio: 'inherit', env: { ...process.env, ...env } }
  )
  const [code] = await once(child, 'exit')
  if (code !== 0) process.exitCode = 1
}
