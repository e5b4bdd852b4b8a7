import type { ConformanceServer, ConformanceSpec } from '#tests/conformance/conformance_spec'

/** Names that break whoever puts them into SQL, URLs or paths unquoted. */
const HOSTILE_NAMES = [
  `it's`,
  'a"b',
  'a`b',
  'a.b',
  'two words',
  'Ünï-çødé 表 🐘',
  '"; drop table people; --',
  '${x}%s\\n?',
  'SELECT',
]

/** Those that this database can hold. */
export function hostileNames({ dialect }: Pick<ConformanceSpec, 'dialect'>): string[] {
  return HOSTILE_NAMES.filter((name) => dialect.canName?.(name) ?? true)
}

export const HOSTILE_COLUMN = 'a"b`c.d; --'

export function hostileColumn({ dialect }: ConformanceSpec): string {
  return dialect.hostileColumn ?? HOSTILE_COLUMN
}

/** Columns of the table that is wider than some limit. */
export const WIDE = 60

export const PEOPLE = 250

/** Lays the tables that every group reads. */
export async function layFixtures(spec: ConformanceSpec, server: ConformanceServer) {
  const { dialect, types } = spec
  const { quote, text } = dialect
  const run = (sql: string) => server.execute(sql)
  await run(
    `create table people (id integer not null, name ${text.short} default 'nobody' not null, primary key (id))`
  )
  await run(
    `create table orders (id integer not null, person_id integer, primary key (id), foreign key (person_id) references people (id))`
  )
  await run(`insert into people (id, name) values ${people()}`)
  await run(`insert into orders (id, person_id) values (1, 7), (2, null)`)
  await run(`create view adults as select id, name from people`)
  await run(`create table empty_table (id integer, name ${text.short})`)
  await run(`create table wide (${list(WIDE, (i) => `c${i} integer`)})`)
  await run(`insert into wide (c0) values (1)`)
  await run(`create table big (id integer, body ${text.long}, bytes ${text.binary})`)
  for (const id of [1, 2, 3, 4]) {
    await run(
      `insert into big values (${id}, ${dialect.longText(300_000)}, ${dialect.longBinary(300_000)})`
    )
  }
  await run(
    `create table every_type (${types.map(({ declared }, i) => `c${i} ${declared}`).join(', ')})`
  )
  await run(`insert into every_type values (${types.map(({ literal }) => literal).join(', ')})`)
  await run(`insert into every_type (c0) values (null)`)
  await run(`create view slow as ${dialect.slowQuery}`)
  for (const name of hostileNames(spec)) {
    await run(`create table ${quote(name)} (${quote(hostileColumn(spec))} integer)`)
    await run(`insert into ${quote(name)} values (42)`)
  }
  const analyze = dialect.analyze('people')
  if (analyze) await run(analyze)
}

function people(): string {
  return list(PEOPLE, (i) => `(${i + 1}, 'person ${i + 1}')`)
}

function list(length: number, item: (index: number) => string): string {
  return Array.from({ length }, (_, i) => item(i)).join(', ')
}
