import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const START_DEADLINE = 30_000

/**
 * Runs a server and ends with it. When the test run goes away, however it dies, the pipe on standard input
 * closes: the server is then killed and its folder removed, so that nothing outlives the run.
 * Arguments: folder, signal, program and its arguments.
 */
const GUARD = `
  folder=$1; signal=$2; shift 2
  exec 3<&0
  "$@" </dev/null 3<&- &
  server=$!
  (cat <&3 >/dev/null; kill -s "$signal" $server) 2>/dev/null &
  watcher=$!
  wait $server; code=$?
  kill $watcher 2>/dev/null
  cd /; rm -rf "$folder"
  exit $code
`

export interface Account {
  uid: number
  gid: number
}

/** The system account that servers run under when we are root, which many of them refuse to be. */
export function serverAccount(name: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** A folder of its own, which the account may enter. */
export function throwawayFolder(name: string, account?: Account): string {
  const folder = mkdtempSync(join(tmpdir(), `varlor-${name}-`))
  chmodSync(folder, 0o700)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

export interface ThrowawayProcess {
  /** Kills the server, removes its folder and resolves when both are gone. */
  stop(): Promise<void>
}

/** Starts a server and resolves when it listens; throws with the end of its output when it does not. */
export async function startProcess(options: {
  command: string[]
  folder: string
  port: number
  /** What makes it drop everything at once. */
  signal: 'QUIT' | 'KILL'
  account?: Account
}): Promise<ThrowawayProcess> {
  const { command, folder, port, signal, account } = options
  const child = spawn(
    '/bin/sh',
    ['-c', `(${GUARD}) >"$1/output.log" 2>&1`, 'guard', folder, signal, ...command],
    { cwd: folder, detached: true, stdio: ['pipe', 'ignore', 'ignore'], ...account }
  )
  child.unref()
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async () => {
    child.stdin?.destroy()
    child.ref()
    await ended
  }
  try {
    await listening(child, port)
  } catch (error) {
    const output = tail(join(folder, 'output.log'))
    await stop()
    throw new Error(`${command[0]} did not start: ${output}`, { cause: error })
  }
  return { stop }
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + START_DEADLINE
  while (!(await accepts(port))) {
    if (child.exitCode !== null) throw new Error('it ended')
    if (Date.now() > deadline) throw new Error(`nothing listens on port ${port}`)
    await pause(25)
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

function tail(path: string): string {
  try {
    return readFileSync(path, 'utf8').slice(-2_000)
  } catch {
    return 'it said nothing'
  }
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
