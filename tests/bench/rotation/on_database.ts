import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import { milliseconds } from '#tests/bench/measure'
import { fill } from '#tests/bench/rotation/fill'
import { BUILD } from '#tests/support/build'
import { createScratch, withDatabase, type Kind } from '#tests/support/scratch_database'
import { masterKeyIdOf } from '#vault/master_key'

interface Scene {
  kind: Kind
  connections: number
  tenants: number
  folder: string
}

interface Rotated {
  status: string
  resealed: number
  seconds: number
  secondsWaited: number
}

/** Rotates, verifies and retires on a database of its own, and gives the figures of one line. */
export async function onDatabase({ kind, connections, tenants, folder }: Scene): Promise<string[]> {
  const [older, newer] = [randomBytes(32), randomBytes(32)]
  const { url, drop } = await createScratch(kind)
  await withDatabase(url, () => fill(older, connections, tenants))
  const ace = <T>(...argv: string[]) => run<T>(argv, environment(url, folder, newer, older))
  const rotated = await ace<Rotated>('keys:rotate')
  if (rotated.status !== 'finished') throw new Error(`The rotation is ${rotated.status}`)
  const oldId = masterKeyIdOf(older)
  const verifying = await milliseconds(() => ace('keys:verify', `--without=${oldId}`))
  let lockedFor = 0
  const retiring = await milliseconds(async () => {
    lockedFor = (await ace<{ lockedFor: number }>('keys:retire', oldId)).lockedFor
  })
  drop()
  const { seconds, secondsWaited, resealed } = rotated
  return [
    ...[kind, String(connections), String(tenants)],
    ...[seconds.toFixed(1), secondsWaited.toFixed(1)],
    `${Math.round((secondsWaited / seconds) * 100)} %`,
    String(Math.round(resealed / (seconds - secondsWaited))),
    ...[(verifying / 1_000).toFixed(1), (retiring / 1_000).toFixed(1), lockedFor.toFixed(0)],
  ]
}

async function run<T>(argv: string[], env: NodeJS.ProcessEnv): Promise<T> {
  const args = ['ace.js', ...argv, '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: BUILD, env })
  return (JSON.parse(stdout) as { data: T }).data
}

function environment(url: string, folder: string, newer: Buffer, older: Buffer): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    LOG_LEVEL: 'fatal',
    APP_URL: 'http://localhost:3333',
    APP_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    DATABASE_URL: url,
    CREDENTIAL_ENCRYPTION_KEY: newer.toString('base64'),
    CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS: older.toString('base64'),
  }
}
