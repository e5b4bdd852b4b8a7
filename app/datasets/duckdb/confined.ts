import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { asPattern, literal } from '#datasets/duckdb/sql'

export interface Confinement {
  /** Where it may read and write. */
  folders?: readonly string[]
  /** What else it may read and write. */
  files?: readonly string[]
  /** Where it puts what does not fit into its memory; null: nowhere. */
  spill: string | null
  /** Such as `256MB`. */
  memory: string
}

/** More threads were slower: the values come from one, and the other core is the connector's. */
const THREADS = '1'

/**
 * A DuckDB in memory that reaches nothing but what is named here: no other file, no network, no extension; and nothing
 * that it is asked to run can change that.
 */
export async function openConfined({
  folders = [],
  files = [],
  spill,
  memory,
}: Confinement): Promise<{ connection: DuckDBConnection; close(): void }> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: THREADS,
    memory_limit: memory,
    // Row groups are then bounded in bytes too; with one thread rows keep their order all the same.
    preserve_insertion_order: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  })
  const connection = await instance.connect()
  const settings = [
    `temp_directory = ${literal(spill ?? '')}`,
    `timezone = 'UTC'`,
    `allowed_directories = ${list(folders)}`,
    // Both as they are and as they are asked for.
    `allowed_paths = ${list([...files, ...files.map(asPattern)])}`,
    'enable_external_access = false',
    'lock_configuration = true',
  ]
  for (const setting of settings) await connection.run(`SET ${setting}`)
  const close = () => {
    connection.closeSync()
    instance.closeSync()
  }
  return { connection, close }
}

function list(paths: readonly string[]): string {
  return `[${paths.map(literal).join()}]`
}
