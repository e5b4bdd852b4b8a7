import type { ConformanceSpec } from '#tests/conformance/conformance_spec'
import { hostileColumn, hostileNames, PEOPLE, WIDE } from '#tests/conformance/fixtures'

/**
 * The tables of `fixtures.ts` in Oracle's SQL: every name in quotes, since it would be in upper case otherwise, and
 * one row an insert.
 */
export async function layOracleFixtures(
  spec: ConformanceSpec,
  run: (sql: string) => Promise<unknown>
) {
  const { types } = spec
  await run(
    `create table "people" ("id" integer not null primary key, "name" varchar2(100) default 'nobody' not null)`
  )
  await run(
    `create table "orders" ("id" integer not null primary key, "person_id" integer references "people" ("id"))`
  )
  await run(
    `insert into "people" select level, 'person ' || level from dual connect by level <= ${PEOPLE}`
  )
  await run(`insert into "orders" select 1, 7 from dual union all select 2, null from dual`)
  await run(`create view "adults" as select "id", "name" from "people"`)
  await run(`create table "empty_table" ("id" integer, "name" varchar2(100))`)
  const wide = Array.from({ length: WIDE }, (_, i) => `"c${i}" integer`)
  await run(`create table "wide" (${wide.join(', ')})`)
  await run(`insert into "wide" ("c0") values (1)`)
  await layBig(run)
  const typed = types.map(({ declared }, i) => `"c${i}" ${declared}`)
  await run(`create table "every_type" (${typed.join(', ')})`)
  await run(`insert into "every_type" values (${types.map(({ literal }) => literal).join(', ')})`)
  await run(`insert into "every_type" ("c0") values (null)`)
  await run(`create view "slow" as ${spec.dialect.slowQuery}`)
  for (const name of hostileNames(spec)) {
    await run(`create table "${name}" ("${hostileColumn(spec)}" integer)`)
    await run(`insert into "${name}" values (42)`)
  }
  await run('commit')
  await run(`begin dbms_stats.gather_table_stats(user, '"people"'); end;`)
}

/** SQL has no literal of this length; PL/SQL has values of 32,767 at most. */
async function layBig(run: (sql: string) => Promise<unknown>) {
  await run(`create table "big" ("id" integer, "body" clob, "bytes" blob)`)
  await run(`declare
  body clob;
  bytes blob;
begin
  for i in 1 .. 4 loop
    dbms_lob.createtemporary(body, true);
    dbms_lob.createtemporary(bytes, true);
    for j in 1 .. 10 loop
      dbms_lob.writeappend(body, 30000, rpad('x', 30000, 'x'));
      dbms_lob.writeappend(bytes, 30000, utl_raw.copies(hextoraw('00'), 30000));
    end loop;
    insert into "big" values (i, body, bytes);
  end loop;
end;`)
}

/** What groups of tests write for any database: names stand in quotes here, and one row is an insert. */
export function inItsWords(sql: string): string[] {
  if (sql.includes('"')) return [sql]
  const quoted = sql.replace(
    /'[^']*'|\b(?:crowd|heavy|late|sayings|people|id|name|body)\b/g,
    (word) => (word.startsWith("'") ? word : `"${word}"`)
  )
  const [, head, rows = ''] = /^(insert into "\w+" values )(.+)$/s.exec(quoted) ?? []
  if (head === undefined) return [quoted]
  const tuples = rows.match(/\((?:[^()']|'[^']*')*\)/g) ?? []
  return [...tuples.map((tuple) => head + tuple), 'commit']
}

/** Drops whatever the last run left. */
export async function clearSchema(run: (sql: string) => Promise<unknown>) {
  await run(`begin
  for one in (select object_type, object_name from user_objects where object_type in ('TABLE', 'VIEW')) loop
    execute immediate 'drop ' || one.object_type || ' "' || one.object_name || '"' ||
      case one.object_type when 'TABLE' then ' cascade constraints purge' end;
  end loop;
end;`)
}
