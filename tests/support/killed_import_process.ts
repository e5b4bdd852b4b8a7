import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import app from '@adonisjs/core/services/app'
import { databaseUrl } from '#config/database'

/** Runs a worker on this run's database until it is killed at the point. */
export async function killedImport(point: string): Promise<void> {
  const child = spawn(
    process.execPath,
    ['--import=@poppinss/ts-exec', 'tests/support/killed_import.ts', point],
    {
      cwd: app.makePath(),
      env: { ...process.env, DATABASE_URL: databaseUrl },
      stdio: ['ignore', 'pipe', 'pipe'],
    }
  )
  const exited = once(child, 'close')
  const said = await Promise.all([text(child.stdout), text(child.stderr)])
  const [, signal] = await exited
  if (signal !== 'SIGKILL') throw new Error(`It was not killed at "${point}": ${said.join('')}`)
}
