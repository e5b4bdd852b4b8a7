import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { SealedColumn } from '#vault/sealed_columns'

/** A token that takes another's place in a row, if that one is still there. */
export interface Swap {
  id: string
  from: string
  to: string
}

type Statement = [sql: string, bindings: unknown[]]

/**
 * Compares and swaps the tokens of a batch in one statement, and touches nothing else of the rows: neither their
 * version nor the time of their last change. Resolves to how many were swapped; in the others somebody else was
 * quicker.
 */
export async function swapTokens(
  client: QueryClientContract,
  column: SealedColumn,
  swaps: Swap[],
  masterKeyId: string
): Promise<number> {
  if (swaps.length === 0) return 0
  const statementFor = STATEMENTS[client.dialect.name] ?? onSqlite
  const [sql, bindings] = statementFor(column, swaps, masterKeyId)
  return affectedRows(await client.rawQuery(sql, bindings as never))
}

const STATEMENTS: Record<string, typeof onSqlite> = { postgres: onPostgres, mysql: onMysql }

function onSqlite({ table, column }: SealedColumn, swaps: Swap[], masterKeyId: string): Statement {
  return [
    `update ${table} set ${column} = swap.value ->> 'to', master_key_id = ?
      from json_each(?) as swap
      where ${table}.id = swap.value ->> 'id' and ${table}.${column} = swap.value ->> 'from'`,
    [masterKeyId, JSON.stringify(swaps)],
  ]
}

function onPostgres(
  { table, column }: SealedColumn,
  swaps: Swap[],
  masterKeyId: string
): Statement {
  return [
    `update ${table} set ${column} = swap.to_token, master_key_id = ?
      from unnest(?::text[], ?::text[], ?::text[]) as swap (id, from_token, to_token)
      where ${table}.id = swap.id and ${table}.${column} = swap.from_token`,
    [masterKeyId, ...(['id', 'from', 'to'] as const).map((name) => swaps.map((one) => one[name]))],
  ]
}

/** Each row finds its tokens by the place of its id in a list: what JSON gives has a collation of its own. */
function onMysql({ table, column }: SealedColumn, swaps: Swap[], masterKeyId: string): Statement {
  const list = swaps.map(() => '?').join(', ')
  const [ids, from, to] = (['id', 'from', 'to'] as const).map((name) =>
    swaps.map((one) => one[name])
  ) as [string[], string[], string[]]
  return [
    `update ${table} set ${column} = elt(field(id, ${list}), ${list}), master_key_id = ?
      where id in (${list})
      and cast(${column} as binary) = cast(elt(field(id, ${list}), ${list}) as binary)`,
    [...ids, ...to, masterKeyId, ...ids, ...ids, ...from],
  ]
}

/** Each driver says it in its own way. */
function affectedRows(result: unknown): number {
  const { changes, rowCount } = Object(result) as { changes?: number; rowCount?: number }
  const [header] = Array.isArray(result) ? (result as { affectedRows?: number }[]) : []
  const count = changes ?? rowCount ?? header?.affectedRows
  if (count === undefined) throw new TypeError('The driver does not say how many rows it changed')
  return count
}
