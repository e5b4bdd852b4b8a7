/**
 * `npm start`: from a fresh clone to the product in the browser, on this machine alone. It installs, writes
 * `.env`, builds, prepares the embedded database with a sample to look at, and serves the production build.
 * A second start does none of that again.
 */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import {
  ensureBuild,
  ensureDependencies,
  ensureEnvFile,
  ensureNode24,
  environment,
  fail,
  root,
  run,
  say,
  useTrialDefaults,
} from './workspace.mjs'

ensureDependencies()
await ensureNode24()
ensureEnvFile()
useTrialDefaults()
await ensurePortIsFree()
ensureBuild()
run('node', [join('build', 'ace.js'), 'trial:prepare'])
await serve()

function ensurePortIsFree() {
  const { HOST, PORT } = process.env
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', (error) =>
      fail(
        error.code === 'EADDRINUSE'
          ? `Port ${PORT} is in use. Choose another: PORT=3334 npm start`
          : `Cannot listen on ${HOST}:${PORT} (${error.code}). Choose another HOST or PORT.`
      )
    )
    probe.listen({ host: HOST, port: Number(PORT) }, () => probe.close(resolve))
  })
}

async function serve() {
  const server = spawn('node', [join('build', 'bin', 'server.js')], {
    cwd: root,
    stdio: 'inherit',
    env: environment(),
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
  server.on('exit', (code) => process.exit(code ?? 0))
  await untilReady()
  say(`Varlor is ready: open ${process.env.APP_URL}`)
}

/** Asks until the server says that it is ready; a server that ends instead has ended this process. */
async function untilReady() {
  const { HOST, PORT } = process.env
  const host = ['0.0.0.0', '::'].includes(HOST) ? '127.0.0.1' : HOST
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${PORT}/health/ready`
  for (;;) {
    const answer = await fetch(url).catch(() => null)
    if (answer?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
