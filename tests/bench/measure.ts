import { performance } from 'node:perf_hooks'

const WARM_UP = 10
const ROUNDS = 50

type Work = () => Promise<unknown>

export interface Comparison {
  operation: string
  /** Median milliseconds of the bare driver and of Varlor. */
  bare: number
  varlor: number
  goal: string
}

/**
 * Runs both in turn, so that whatever else the machine does slows both alike, and compares the medians.
 * What `prepare` does before each turn of Varlor's is not measured.
 */
export async function compare(
  {
    operation,
    goal,
    prepare = async () => {},
  }: { operation: string; goal: string; prepare?: Work },
  bare: Work,
  varlor: Work
): Promise<Comparison> {
  const times = { bare: [] as number[], varlor: [] as number[] }
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    await prepare()
    const bareTime = await milliseconds(bare)
    const varlorTime = await milliseconds(varlor)
    if (round < 0) continue
    times.bare.push(bareTime)
    times.varlor.push(varlorTime)
  }
  return { operation, bare: median(times.bare), varlor: median(times.varlor), goal }
}

/** How often `work` ends in a second when `clients` do it side by side. */
export async function throughput(clients: number, times: number, work: Work): Promise<number> {
  let left = times
  const client = async () => {
    while (left-- > 0) await work()
  }
  const elapsed = await milliseconds(() => Promise.all(Array.from({ length: clients }, client)))
  return (times / elapsed) * 1_000
}

export async function milliseconds(work: Work): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** The value that so many per cent of them do not exceed. */
export function percentile(values: number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil((sorted.length * percent) / 100) - 1] ?? Number.NaN
}

export function printComparisons(rows: Comparison[]): void {
  print([
    ['operation', 'bare, ms', 'Varlor, ms', 'ratio', 'added, ms', 'goal'],
    ...rows.map(({ operation, bare, varlor, goal }) => [
      operation,
      bare.toFixed(2),
      varlor.toFixed(2),
      (varlor / bare).toFixed(2),
      (varlor - bare).toFixed(2),
      goal,
    ]),
  ])
}

export function print(rows: string[][]): void {
  process.stdout.write(`${markdownTable(rows)}\n\n`)
}

/** The first row is the head. */
export function markdownTable([head = [], ...body]: string[][]): string {
  const lines = [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`)
  return lines.join('\n')
}
