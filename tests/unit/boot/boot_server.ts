import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { BUILD } from '#tests/support/build'

export interface BootOutcome {
  code: number | null
  /** Standard output and standard error, as they came. */
  output: string
}

/** Runs a script of ours to its end, with a data folder of its own and nothing of this process's configuration. */
export async function bootScript(
  folder: string,
  extra: Record<string, string | undefined>,
  script: string[] = ['bin/server.js']
): Promise<BootOutcome> {
  const child = spawn(process.execPath, script, {
    cwd: BUILD,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      ENV_PATH: folder,
      DATA_DIR: join(folder, 'data'),
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      APP_URL: 'http://localhost:3333',
      APP_KEY: randomBytes(32).toString('base64'),
      CREDENTIAL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      ...extra,
    },
    timeout: 50_000,
  })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}
