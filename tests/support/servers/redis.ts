import { randomBytes } from 'node:crypto'
import { once } from '#tests/support/servers/lifetime'
import { programFor } from '#tests/support/servers/missing'
import { freePort, startProcess, throwawayFolder } from '#tests/support/servers/throwaway_process'

export interface RedisServer {
  host: string
  port: number
  password: string
  url: string
  /** Where its data is; null when the server is not ours. */
  folder: string | null
}

/** The Redis of this run: that of TEST_REDIS_URL, else one that is started now. */
export const redis = once(async () => {
  const given = process.env.TEST_REDIS_URL
  if (given) return { server: describe(new URL(given), null), stop: async () => {} }
  return startRedis()
})

async function startRedis() {
  const folder = throwawayFolder('redis')
  const port = await freePort()
  const password = randomBytes(12).toString('hex')
  const command = [programFor('redis'), '--port', String(port), '--bind', '127.0.0.1'].concat([
    '--dir',
    folder,
    '--save',
    '',
    '--appendonly',
    'no',
    '--requirepass',
    password,
  ])
  const { stop } = await startProcess({ command, folder, port, signal: 'KILL' })
  return { server: describe(new URL(`redis://:${password}@127.0.0.1:${port}`), folder), stop }
}

function describe(url: URL, folder: string | null): RedisServer {
  return {
    host: url.hostname,
    port: Number(url.port || 6379),
    password: decodeURIComponent(url.password),
    url: url.href,
    folder,
  }
}
