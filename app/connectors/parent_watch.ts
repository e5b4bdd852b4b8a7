import { Worker } from 'node:worker_threads'

/**
 * Ends this process when its parent has died without a word, also while something keeps this thread busy.
 *
 * @param patience milliseconds for which it may still put things in order
 */
export function endWithParent(patience = 0): void {
  const watch = `
    const { workerData: { parent, patience } } = require('node:worker_threads')
    const end = () => process.kill(process.pid, 'SIGKILL')
    setInterval(() => process.ppid === parent || setTimeout(end, patience), 1_000)
  `
  const workerData = { parent: process.ppid, patience }
  new Worker(watch, { eval: true, execArgv: [], workerData }).unref()
}
