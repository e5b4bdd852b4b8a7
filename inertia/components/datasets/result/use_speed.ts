import { useEffect, useState } from 'react'
import type { WholeDataset } from '~/api/types'

interface Sample {
  /** Milliseconds. */
  at: number
  rows: Record<string, number>
}

/** Milliseconds over which a speed is told. */
const WINDOW = 8_000

/** Rows a second of each table, by its id, told from what arrived lately; empty until there are two looks. */
export function useSpeed(dataset: WholeDataset): Record<string, number> {
  const [samples, setSamples] = useState<Sample[]>([])
  useEffect(() => {
    if (dataset.status !== 'running') return setSamples([])
    const rows = Object.fromEntries(dataset.tables.map((table) => [table.id, table.rows]))
    const at = performance.now()
    setSamples((before) => [...before.filter((one) => at - one.at < WINDOW), { at, rows }])
  }, [dataset])
  const first = samples.at(0)
  const last = samples.at(-1)
  if (!first || !last || last.at - first.at < 500) return {}
  const seconds = (last.at - first.at) / 1_000
  return Object.fromEntries(
    Object.entries(last.rows).map(([id, rows]) => {
      return [id, Math.max(0, rows - (first.rows[id] ?? 0)) / seconds]
    })
  )
}
