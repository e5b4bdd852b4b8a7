import { spawn } from 'node:child_process'
import { databaseUrl } from '#config/database'
import { BUILD } from '#tests/support/build'
import { freePort } from '#tests/support/servers/throwaway_process'

export interface VarlorProcess {
  /** Such as `http://127.0.0.1:40123`. */
  origin: string
  stop(): Promise<void>
}

/** A second server on this run's database, for what is decided when a server starts. */
export async function startVarlor(environment: Record<string, string>): Promise<VarlorProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, ['bin/server.js'], {
    cwd: BUILD,
    env: {
      ...process.env,
      LOG_LEVEL: 'info',
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let output = ''
    const read = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('started HTTP server')) resolve()
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('close', () => reject(new Error(`The server ended: ${output.slice(-2_000)}`)))
  })
  return {
    origin: `http://127.0.0.1:${port}`,
    stop: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}
