import { BatchBuilder } from '#connectors/columnar/batch_builder'
import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ROWS } from '#connectors/columnar/rows'
import type { ImportedColumn } from '#connectors/contracts'
import { type ImportQuery, importQuery } from '#connectors/oracle/import_query'
import type { ImportType } from '#connectors/oracle/column_plan'
import { importTypeOf } from '#connectors/oracle/import_types'
import {
  fillIn,
  type LocatedColumn,
  MOST_AT_ONCE,
  MOST_TRIPS,
  type Slice,
} from '#connectors/oracle/located_values'
import { RowCursor } from '#connectors/oracle/row_cursor'
import type { OracleSession, Row } from '#connectors/oracle/session'
import type { OracleColumn, OracleStructure } from '#connectors/oracle/structure'
import type { ImportedValue } from '#connectors/oracle/value_writers'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** Cells that travel together: the driver makes room for each. */
const MOST_CELLS = 500_000

type PlannedColumn = ImportType & LocatedColumn

/** The rows of a table, within the transaction of the import. */
export async function streamTable(
  session: OracleSession,
  structure: OracleStructure,
  selection: Selection<OracleColumn>
): Promise<RowStream> {
  const { columns: chosen, asText } = selection
  const plans = chosen.map(({ name, declared }) => importTypeOf(name, declared, asText.has(name)))
  const columns = chosen.map(({ name, type: sourceType }, i) => {
    const { type, note } = plans[i] as ImportType
    return { name, sourceType, type, note }
  })
  const selected = plans.flatMap((plan) => plan.selected)
  const query = importQuery(structure, selection, selected)
  return { columns, batches: readOut(session, query, columns, placed(plans)) }
}

/** Whenever it hands a batch over, nothing runs on the server: whoever has enough just closes the cursor. */
async function* readOut(
  session: OracleSession,
  { sql, binds }: ImportQuery,
  columns: readonly ImportedColumn[],
  plans: readonly PlannedColumn[]
): AsyncGenerator<ColumnBatch, void> {
  const cursor = await RowCursor.open(session, sql, binds, rowsAtOnce(plans))
  const builder = new BatchBuilder(columns)
  const located = plans.filter(({ lob }) => lob)
  let trips = 0
  try {
    for (let rows = await cursor.next(); rows.length > 0; rows = await cursor.next()) {
      trips += 1
      for (let from = 0; from < rows.length;) {
        const room = Math.min(rows.length, from + builder.room)
        const to = await fillIn(session, rows, { from, to: room }, located, builder)
        write(rows, { from, to }, plans, builder)
        const isFull = builder.endRows(to - from)
        // Whoever stopped before the end of the slice has read enough by locators.
        const isEnough = isFull || to < room || trips >= MOST_TRIPS
        from = to
        if (!isEnough) continue
        trips = 0
        yield builder.take()
      }
    }
    if (builder.row > 0) yield builder.take()
  } finally {
    await cursor.close()
  }
}

function placed(plans: readonly ImportType[]): PlannedColumn[] {
  let at = 0
  return plans.map((plan, index) => {
    const column = { ...plan, index, at }
    at += plan.selected.length
    return column
  })
}

function rowsAtOnce(plans: readonly ImportType[]): number {
  // Nobody knows beforehand how long they are.
  if (plans.some(({ isWhole }) => isWhole)) return 1
  const width = plans.reduce((sum, plan) => sum + plan.width, 0)
  const cells = plans.reduce((sum, { selected }) => sum + selected.length, 0)
  const most = Math.min(4 * ROWS, MOST_AT_ONCE / width, MOST_CELLS / cells)
  return Math.max(1, Math.floor(most))
}

function write(
  rows: readonly Row[],
  { from, to }: Slice,
  plans: readonly PlannedColumn[],
  builder: BatchBuilder
) {
  for (const [column, plan] of plans.entries()) {
    const writer = builder.writers[column]
    if (!writer) continue
    let row = builder.row
    try {
      for (let i = from; i < to; i++) {
        const value = (rows[i]?.[plan.at] ?? null) as ImportedValue | null
        if (value === null) writer.null(row)
        else plan.write(value, writer, row)
        row += 1
      }
    } catch (error) {
      throw builder.explain(error, column)
    }
  }
}
