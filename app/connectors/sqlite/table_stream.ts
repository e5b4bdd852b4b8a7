import type { ColumnBatch } from '#connectors/columnar/column_batch'
import { ConnectorError } from '#connectors/connector_error'
import type { Column } from '#connectors/contracts'
import type { Selection } from '#connectors/selection'
import type { ReaderClient } from '#connectors/sqlite/reader_client'
import type { RowStream } from '#connectors/table_import'
import { printable } from '#connectors/whereabouts'

const NUMBER = /^[+-]?\d{1,80}(\.\d{1,80})?([eE][+-]?\d{1,3})?$/

/** The rows of a table, read over there; one batch is read ahead. */
export async function streamTable(
  reader: ReaderClient,
  table: string,
  { columns, filters, limit, asText }: Selection
): Promise<RowStream> {
  for (const { column, filter } of filters) if ('value' in filter) check(column, filter.value)
  const described = await reader.call('openTable', {
    table,
    columns,
    filters: filters.map(({ filter }) => filter),
    limit,
    asText: [...asText],
  })
  return { columns: described, batches: batchesOf(reader) }
}

/** SQLite would take any text for a number, by what it begins with. */
function check({ name, type }: Column, value: string) {
  if (!/int|real|floa|doub/i.test(type) || NUMBER.test(value)) return
  throw new ConnectorError(
    'bad_config',
    `The filter on ${printable(name) ?? 'a column'} compares with what is no value of the type ${type}.`,
    { field: null, hint: 'Spell the value as the database does.' }
  )
}

async function* batchesOf(reader: ReaderClient): AsyncGenerator<ColumnBatch, void> {
  const read = () => {
    const batch = reader.call('nextBatch')
    batch.catch(() => {})
    return batch
  }
  try {
    let next = read()
    for (let batch = await next; batch; batch = await next) {
      next = read()
      yield batch
    }
  } catch (error) {
    throw explained(error)
  } finally {
    if (reader.isAlive) await reader.call('closeTable')
  }
}

/** What crossed from the other process has lost its class. */
function explained(error: unknown): unknown {
  const { code, message, column } = error as { code?: unknown; message?: unknown; column?: unknown }
  if (code !== 'value_out_of_range' || typeof column !== 'string') return error
  return new ConnectorError(code, String(message).replaceAll(/\p{C}/gu, '').slice(0, 300), {
    column,
  })
}
