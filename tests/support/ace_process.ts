import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { databaseUrl } from '#config/database'
import { BUILD } from '#tests/support/build'

export interface AceOutcome {
  exitCode: number | null
  stdout: string
  stderr: string
}

/** Runs an ace command on this run's database, in a process of its own. */
export async function ace(argv: string[], stdin = ''): Promise<AceOutcome> {
  const child = spawn(process.execPath, ['ace.js', ...argv], {
    cwd: BUILD,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve))
  child.stdin.end(stdin)
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exitCode: await exited, stdout, stderr }
}
