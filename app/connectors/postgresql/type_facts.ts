import type { TableRef } from '#connectors/contracts'
import { readCatalog, type TextRow } from '#connectors/postgresql/query'
import type { PostgresqlSession } from '#connectors/postgresql/session'

/** A column's type below all domains. */
export interface TypeFacts {
  oid: number
  /** Length or precision as it is kept in the catalog; -1 without. */
  modifier: number
  /** Its name without a modifier, for casts. */
  name: string
  /** What it sends is its text. */
  isText: boolean
  /** Of an array. */
  item: TypeFacts | null
}

/** text, varchar, char, name; enumerated types beside them. */
const TEXTS = new Set([19, 25, 1042, 1043])

/** int2vector and oidvector look like arrays and are none that anybody made. */
const TYPES = `
  with recursive below as (
    select a.attnum, a.attname, a.atttypid as type, a.atttypmod as modifier
    from pg_catalog.pg_namespace n
    join pg_catalog.pg_class c on c.relnamespace = n.oid
    join pg_catalog.pg_attribute a on a.attrelid = c.oid
    where n.nspname = $1 and c.relname = $2 and a.attnum > 0 and not a.attisdropped
    union all
    select b.attnum, b.attname, t.typbasetype, t.typtypmod
    from below b
    join pg_catalog.pg_type t on t.oid = b.type
    where t.typtype = 'd'
  )
  select b.attname, t.oid, b.modifier, pg_catalog.format_type(t.oid, -1), t.typtype,
    i.oid, pg_catalog.format_type(i.oid, -1), i.typtype
  from below b
  join pg_catalog.pg_type t on t.oid = b.type
  left join pg_catalog.pg_type i
    on i.oid = t.typelem and t.typcategory = 'A' and t.typlen = -1 and t.oid not in (22, 30)
  where t.typtype <> 'd'`

/** The types of a table's columns, by the columns' names. */
export async function readTypeFacts(
  session: PostgresqlSession,
  { schema, name }: TableRef
): Promise<Map<string, TypeFacts>> {
  const rows = await readCatalog(session, TYPES, [schema ?? 'public', name])
  return new Map(rows.map((row) => [row[0] ?? '', factsOf(row)]))
}

function factsOf([, oid, modifier, name, kind, itemOid, itemName, itemKind]: TextRow): TypeFacts {
  const type = scalar(oid, modifier, name, kind)
  return itemOid ? { ...type, item: scalar(itemOid, modifier, itemName, itemKind) } : type
}

function scalar(
  oid: TextRow[number] | undefined,
  modifier: TextRow[number] | undefined,
  name: TextRow[number] | undefined,
  kind: TextRow[number] | undefined
): TypeFacts {
  return {
    oid: Number(oid),
    modifier: Number(modifier),
    name: name ?? 'text',
    isText: TEXTS.has(Number(oid)) || kind === 'e',
    item: null,
  }
}
