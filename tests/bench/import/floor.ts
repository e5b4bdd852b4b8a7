import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Subject } from '#tests/bench/import/subject'

/** The floor: the database's own client piped into DuckDB's reader, which writes the same kind of file. Milliseconds. */
export async function runFloor(subject: Subject, path: string): Promise<number> {
  const { columns, csv, command, environment } = subject
  const types = Object.entries(columns).map(([name, type]) => `'${name}': '${type}'`)
  const sql = `
    copy (select * from read_csv('/dev/stdin', header = false, auto_detect = false, ${csv},
                                 columns = {${types.join()}}))
      to '${path}' (format parquet, compression zstd)`
  const writer = fileURLToPath(new URL('./floor_writer.mjs', import.meta.url))
  const started = performance.now()
  const shell = spawn('sh', ['-c', '"$@" | "$NODE" "$WRITER"', 'sh', ...command], {
    env: { ...process.env, ...environment, NODE: process.execPath, WRITER: writer, SQL: sql },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(shell, 'exit')) as [number]
  if (code !== 0) throw new Error(`${command[0]} piped into DuckDB failed`)
  return performance.now() - started
}
