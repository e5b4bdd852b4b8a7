import type { Subject } from '#tests/bench/import/subject'
import { postgres } from '#tests/support/servers/postgres'

/** Through psql's COPY. */
export async function postgresqlSubject(rows: number): Promise<Subject> {
  const server = await (await postgres()).createDatabase()
  const { host, port, user, password, database } = server
  await server.query(`
    create table mixed (id int, big bigint, ratio double precision, price numeric(12, 2), made_at timestamp,
                        day date, code varchar(12), name text, state text, key uuid);
    insert into mixed
      select i, i * 7919::bigint, case when i % 13 > 0 then i * 0.37 end, i % 1000000 / 100.0,
             timestamp '2020-01-01' + i * interval '1 second', date '2000-01-01' + i % 9000, 'ab' || i % 1000,
             case when i % 11 > 0 then 'customer name no ' || i % 7919 end, 'state ' || i % 7,
             md5(i::text)::uuid
        from generate_series(1, ${rows}) i;
    analyze mixed`)
  return {
    engine: 'postgresql',
    client: 'psql',
    rows,
    target: {
      config: { host, port, database, username: user, tls: { mode: 'disable' } },
      credentials: { password },
    },
    table: { schema: 'public', name: 'mixed' },
    filesFolder: '/nonexistent',
    command: ['psql', '-X', '-c', 'copy mixed to stdout (format csv)'],
    environment: {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    },
    columns: {
      id: 'INTEGER',
      big: 'BIGINT',
      ratio: 'DOUBLE',
      price: 'DECIMAL(12,2)',
      made_at: 'TIMESTAMP',
      day: 'DATE',
      code: 'VARCHAR',
      name: 'VARCHAR',
      state: 'VARCHAR',
      key: 'UUID',
    },
    csv: `delim = ','`,
  }
}
