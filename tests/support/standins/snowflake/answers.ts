import type { User } from '#tests/support/standins/snowflake/account'
import { alterUser, currentUser } from '#tests/support/standins/snowflake/users'
import type { Database } from '#tests/support/standins/snowflake/database'
import { literalOf, unquoted } from '#tests/support/standins/snowflake/expressions'
import { NotUnderstood } from '#tests/support/standins/sql/token_reader'
import { Refusal } from '#tests/support/standins/snowflake/refusal'
import { selectRows, tableOf } from '#tests/support/standins/snowflake/select'
import {
  allTables,
  describeTable,
  importedKeys,
  showObjects,
  showSchemas,
  showWarehouses,
} from '#tests/support/standins/snowflake/show'
import {
  boolean,
  fixed,
  type Result,
  text,
  type Value,
} from '#tests/support/standins/snowflake/values'

/** What the session knows that a statement may ask for. */
export interface Context {
  database: Database
  /** Whether the database that was named is there. */
  isDatabaseCurrent: boolean
  schema: string | null
  warehouse: string | null
  isAdmin: boolean
  /** Who is signed in. */
  user: string
  users: Map<string, User>
}

/** A result, or `slow` for what lasts until somebody stops it. */
export type Answer = Result | 'slow'

interface Statement {
  sql: string
  /** What each `?` in it stands for. */
  binds: string[]
}

type Rule = readonly [RegExp, (context: Context, groups: string[], statement: Statement) => Answer]

const NAME = '((?:"(?:[^"]|"")*"|\\w+)(?:\\.(?:"(?:[^"]|"")*"|\\w+))*)'

/** The statements that the connector sends. */
const RULES: Rule[] = [
  [/^SELECT CURRENT_VERSION\(\)/, describeSession],
  [/^SELECT CURRENT_USER\(\)$/, currentUser],
  [
    /^SELECT DATE_PART\(EPOCH_MILLISECOND, CURRENT_TIMESTAMP\(\)\)$/,
    ({ database }) => countOf(database.tick()),
  ],
  [/^\s*ALTER\s+USER\b/i, (context, _groups, { sql }) => alterUser(context, sql)],
  [/^SHOW SCHEMAS IN DATABASE/, ({ database }) => showSchemas(database)],
  [
    /^SHOW WAREHOUSES LIKE ('.*')$/,
    ({ database }, [name = '']) => showWarehouses(database, literalOf(name)),
  ],
  [
    new RegExp(`^SHOW OBJECTS IN (\\w+) ${NAME}(?: STARTS WITH ('.*'))? LIMIT (\\d+)$`, 's'),
    ({ database }, [scope, name = '', start, limit]) =>
      showObjects(database, {
        schema: scope === 'SCHEMA' ? partsOf(name)[1] : undefined,
        start: start ? literalOf(start) : '',
        limit: Number(limit),
      }),
  ],
  [
    new RegExp(`^DESCRIBE TABLE ${NAME}$`, 's'),
    ({ database }, [name = '']) => describeTable(tableOf(database, partsOf(name))),
  ],
  [
    new RegExp(`^SHOW IMPORTED KEYS IN TABLE ${NAME}$`, 's'),
    ({ database }, [name = '']) => importedKeys(database, tableOf(database, partsOf(name))),
  ],
  [/^SELECT COUNT\(\*\) FROM "[^"]+"\.INFORMATION_SCHEMA\.SCHEMATA$/, countSchemas],
  [
    new RegExp(`^SELECT COUNT\\(\\*\\) FROM ${NAME}$`, 's'),
    (context, [name = '']) => {
      useWarehouse(context)
      return countOf(tableOf(context.database, partsOf(name)).rows.length)
    },
  ],
  [
    /^SELECT table_schema, table_name, .* LIMIT (\d+)$/,
    (context, [limit]) => {
      useWarehouse(context)
      return allTables(context.database, Number(limit))
    },
  ],
  [
    /^SELECT .* FROM "/s,
    (context, _groups, { sql, binds }) => {
      useWarehouse(context)
      return selectRows(context.database, sql, binds)
    },
  ],
]

/** @throws Refusal as Snowflake would refuse */
export function answerTo(sql: string, context: Context, binds: string[] = []): Answer {
  for (const [pattern, answer] of RULES) {
    const match = pattern.exec(sql)
    if (match) return answer(context, match.slice(1), { sql, binds })
  }
  throw new NotUnderstood(sql)
}

function describeSession(context: Context): Result {
  const row: Value[] = [
    text('9.36.1'),
    context.isDatabaseCurrent ? text(context.database.name) : null,
    context.schema === null ? null : text(context.schema),
    context.warehouse === null ? null : text(context.warehouse),
    boolean(context.isAdmin),
  ]
  return {
    columns: row.map((_, i) => ({ name: `C${i}`, type: i < 4 ? 'text' : 'boolean' })),
    rows: [row],
  }
}

function countSchemas(context: Context): Result {
  useWarehouse(context)
  return countOf(context.database.schemas.length)
}

function countOf(value: number): Result {
  return { columns: [{ name: 'COUNT(*)', type: 'fixed' }], rows: [[fixed(value)]] }
}

/** A suspended warehouse wakes up by being used, unless it is told not to. */
function useWarehouse({ database, warehouse }: Context) {
  if (warehouse === null) {
    throw new Refusal('000606', 'No active warehouse selected in the current session.', '57P03')
  }
  if (database.warehouses.get(warehouse) === 'SUSPENDED FOR GOOD') {
    throw new Refusal('090073', `Warehouse '${warehouse}' cannot be resumed.`)
  }
  database.warehouses.set(warehouse, 'STARTED')
}

function partsOf(name: string): string[] {
  return (name.match(/"(?:[^"]|"")*"|\w+/g) ?? []).map(unquoted)
}
