import type { Target } from '#connectors/contracts'
import type { EngineName } from '#connectors/registry'

/** A table of ten columns of every common kind, with some NULLs, and how the database's own client hands it over. */
export interface Subject {
  engine: EngineName
  client: string
  rows: number
  target: Pick<Target, 'config' | 'credentials'>
  table: { schema: string | null; name: string }
  filesFolder: string
  /** Writes the table to standard output. */
  command: string[]
  environment: Record<string, string>
  /** Types of columns by name, with which DuckDB's `read_csv` reads that. */
  columns: Record<string, string>
  /** Its options besides. */
  csv: string
}
