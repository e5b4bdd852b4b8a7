import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { milliseconds } from '#tests/bench/measure'
import { freePort } from '#tests/support/servers/throwaway_process'

const BUILD = new URL('../../build/', import.meta.url).pathname

/** Calls the API and returns the `data` of its answer. Throws unless the status is 2xx. */
type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>

/** A production server of our own, with an embedded database that is thrown away. */
export interface Product {
  /** Milliseconds from starting the process to its being ready. */
  startTime: number
  /** Such as `http://127.0.0.1:40123`. */
  origin: string
  call: Call
  /** Makes another tenant, and calls the API as its administrator. */
  newTenant(name: string): Promise<Call>
  /** Resident memory of the server process, in MB. */
  residentMemory(): Promise<number>
  stop(): Promise<void>
}

/** Starts what `npm run build` made. */
export async function startProduct(): Promise<Product> {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-bench-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const env = environment(folder, port, origin)
  await ace(env, ['migration:run', '--force'])

  const server = spawn(process.execPath, ['bin/server.js'], { cwd: BUILD, env, stdio: 'inherit' })
  const startTime = await milliseconds(() => ready(origin))
  const newTenant = async (name: string): Promise<Call> => {
    const token = await signIn(origin, await makeTenant(env, name))
    return (method, path, body) => call(origin, token, method, path, body)
  }
  return {
    startTime,
    origin,
    call: await newTenant('Bench'),
    newTenant,
    residentMemory: () => residentMemory(server.pid),
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Returns its administrator. */
async function makeTenant(env: NodeJS.ProcessEnv, name: string) {
  const email = `${name.toLowerCase().replaceAll(' ', '-')}@example.com`
  const password = randomBytes(12).toString('hex')
  const admin = [`--admin-email=${email}`, '--admin-password-stdin']
  await ace(env, ['tenants:create', name, ...admin], password)
  return { email, password }
}

function environment(folder: string, port: number, origin: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: folder,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_URL: origin,
    APP_KEY: randomBytes(32).toString('base64url'),
    CREDENTIAL_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    DATA_DIR: folder,
    EGRESS_ALLOW: 'loopback',
    LOG_LEVEL: 'error',
    RATE_LIMIT_TESTS: '1000000',
    RATE_LIMIT_READS: '1000000',
  }
}

async function ace(env: NodeJS.ProcessEnv, args: string[], input?: string): Promise<void> {
  const running = promisify(execFile)(process.execPath, ['ace.js', ...args], { cwd: BUILD, env })
  running.child.stdin?.end(input)
  await running
}

async function ready(origin: string): Promise<void> {
  for (;;) {
    const answer = await fetch(`${origin}/health/ready`).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function signIn(origin: string, admin: object): Promise<string> {
  const { token } = await call<{ token: string }>(origin, null, 'POST', '/auth/login', admin)
  return token
}

async function call<T>(
  origin: string,
  token: string | null,
  method: string,
  path: string,
  body?: unknown
): Promise<T> {
  const answer = await fetch(`${origin}/api/v2${path}`, {
    method,
    headers: {
      ...(token && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
  return JSON.parse(text).data
}

async function residentMemory(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
}
