import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

const driver = createRequire(import.meta.url).resolve('ssh2')

/** Runs in the worker, which knows nothing but the key and its passphrase. */
const WORK = `
  const { parentPort, workerData: { driver, text, passphrase } } = require('node:worker_threads')
  const viaSsh = () => [require(driver).utils.parseKey(text, passphrase)].flat()[0].getPrivatePEM()
  const viaOpenssl = () => require('node:crypto')
    .createPrivateKey({ key: text, passphrase })
    .export({ type: 'pkcs8', format: 'pem' })
  const attempt = (open) => { try { return open() } catch { return null } }
  parentPort.postMessage(text.includes('BEGIN ENCRYPTED') ? attempt(viaOpenssl) : attempt(viaSsh))
`

/**
 * The key in PEM without its passphrase, null when that is wrong. In a thread of its own, ended when the signal
 * aborts: a key says itself how often its passphrase is hashed, which may take hours, and cannot be interrupted.
 */
export function unlocked(
  text: string,
  passphrase: string,
  signal: AbortSignal
): Promise<string | null> {
  const worker = new Worker(WORK, {
    eval: true,
    env: {},
    execArgv: [],
    workerData: { driver, text, passphrase },
    resourceLimits: { maxOldGenerationSizeMb: 64 },
  })
  const end = () => void worker.terminate()
  const opened = new Promise<string | null>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', () => resolve(null))
    worker.once('exit', () => resolve(null))
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    if (signal.aborted) reject(signal.reason)
  })
  return opened.finally(end)
}
