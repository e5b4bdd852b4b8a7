import { copyOut } from '#connectors/postgresql/copy_out'
import { checkFilters, importQuery } from '#connectors/postgresql/import_query'
import { type ImportType, importTypeOf } from '#connectors/postgresql/import_types'
import { run } from '#connectors/postgresql/query'
import type { PostgresqlSession } from '#connectors/postgresql/session'
import type { PostgresqlColumn, PostgresqlStructure } from '#connectors/postgresql/structure'
import { readTypeFacts } from '#connectors/postgresql/type_facts'
import { inDoubleQuotes } from '#connectors/preview_query'
import type { Selection } from '#connectors/selection'
import type { RowStream } from '#connectors/table_import'

/** Begins the transaction of a whole import; its first query is what fixes the moment. */
export async function beginSnapshot(session: PostgresqlSession): Promise<void> {
  await session.client.query(session.begin)
  await run(session, 'select 1')
  await session.client.query('savepoint varlor_table')
}

/** Undoes whatever the table before did to the transaction, its failure and its locks; not the snapshot. */
export async function forgetLastTable(session: PostgresqlSession): Promise<void> {
  await session.client.query('rollback to savepoint varlor_table')
}

/** The rows of a table, within the transaction of the import. */
export async function streamTable(
  session: PostgresqlSession,
  structure: PostgresqlStructure,
  selection: Selection<PostgresqlColumn>
): Promise<RowStream> {
  const types = await readTypeFacts(session, structure.table)
  await checkFilters(session, selection, types)
  const plans = selection.columns.map(({ name, type }) => {
    const facts = types.get(name)
    if (!facts) throw new TypeError('A column has no type')
    const plan = importTypeOf(facts, selection.asText.has(name))
    return {
      plan,
      selected: plan.select(inDoubleQuotes(name)),
      column: described(name, type, plan),
    }
  })
  const columns = plans.map(({ column }) => column)
  const query = importQuery(
    structure,
    selection,
    plans.map(({ selected }) => selected),
    types
  )
  const decoders = plans.map(({ plan }) => plan.decoder)
  return { columns, batches: copyOut(session, query, columns, decoders) }
}

function described(name: string, sourceType: string, { type, note }: ImportType) {
  return { name, sourceType, type, note }
}
