import { readFile } from 'node:fs/promises'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { ImportOrder, ImportReport } from '#datasets/import_order'
import type { runImport } from '#datasets/import_runner'
import type { Subject } from '#tests/bench/import/subject'
import { LIMITS, TIMES } from '#tests/conformance/workbench'

/** What an import took: milliseconds, megabytes at its peak, and how late the event loop of its parent was. */
export interface Figures {
  ms: number
  peak: number
  loopDelay: number
}

/** Of the production build, as a worker runs it. */
const built = new URL('../../../build/app/datasets/import_runner.js', import.meta.url)

const RESOLUTION = 5

/** Imports the table into `folder`. */
export async function runVarlor(subject: Subject, folder: string): Promise<Figures> {
  const runner = (await import(built.href)) as { runImport: typeof runImport }
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION })
  let peak = 0
  const watch = setInterval(() => {
    void peakOfImport().then((now) => (peak = Math.max(peak, now)))
  }, 250)
  delay.enable()
  const started = performance.now()
  const reports: ImportReport[] = []
  try {
    const { signal } = new AbortController()
    await runner.runImport(orderOf(subject, folder), (report) => void reports.push(report), signal)
  } finally {
    clearInterval(watch)
    delay.disable()
  }
  const failed = reports.find(({ kind }) => kind === 'failed')
  if (failed) throw new Error(JSON.stringify(failed))
  return { ms: performance.now() - started, peak, loopDelay: lateness(delay.percentile(99)) }
}

function orderOf({ engine, target, table, filesFolder }: Subject, folder: string): ImportOrder {
  const { config, credentials } = target
  return {
    engine,
    target: { tenantId: 'tenant', config, credentials },
    addsTo: [],
    requests: [{ table, columns: null, filters: [], limit: null, asText: [] }],
    folder,
    limits: { rows: null, bytes: null },
    facts: {
      egress: { allow: ['loopback'], own: [] },
      files: { folder: filesFolder, ownFiles: [] },
      limits: LIMITS,
      ...TIMES,
    },
  }
}

/** Beyond what the timer itself waits, in milliseconds. */
function lateness(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION)
}

/** Megabytes at the peak of the process that imports and of those that it started: all of ours but servers. */
async function peakOfImport(): Promise<number> {
  let sum = 0
  for (const pid of await childrenOf(process.pid)) {
    if (!(await read(`/proc/${pid}/cmdline`)).includes('import_process')) continue
    for (const one of [pid, ...(await childrenOf(pid))]) sum += await highWaterMark(one)
  }
  return sum
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await read(`/proc/${pid}/task/${pid}/children`)
  return list.split(' ').filter(Boolean).map(Number)
}

async function highWaterMark(pid: number): Promise<number> {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(await read(`/proc/${pid}/status`))?.[1]
  return Number(kilobytes ?? 0) / 1_024
}

/** Nothing when the process is gone. */
function read(path: string): Promise<string> {
  return readFile(path, 'utf8').catch(() => '')
}
