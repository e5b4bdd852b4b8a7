import type { Subject } from '#tests/bench/import/subject'
import { mariadb } from '#tests/support/servers/mariadb'

/** Through the mariadb client, unbuffered. */
export async function mysqlSubject(rows: number): Promise<Subject> {
  const server = await (await mariadb()).createDatabase()
  const { host, port, user, password, database } = server
  await server.query(`
    create table mixed (id int, big bigint, ratio double, price decimal(12, 2), made_at datetime, day date,
                        code varchar(12), name varchar(60), state varchar(12), label varchar(40)) charset utf8mb4`)
  await server.query(`
    insert into mixed
      select seq, seq * 7919, if(seq % 13 > 0, seq * 0.37, null), seq % 1000000 / 100,
             timestamp '2020-01-01 00:00:00' + interval seq second, date '2000-01-01' + interval seq % 9000 day,
             concat('ab', seq % 1000), if(seq % 11 > 0, concat('customer name no ', seq % 7919), null),
             concat('state ', seq % 7), md5(seq)
        from seq_1_to_${rows}`)
  return {
    engine: 'mysql',
    client: 'mariadb',
    rows,
    target: {
      config: { host, port, database, username: user, tls: { mode: 'disable' } },
      credentials: { password },
    },
    table: { schema: database, name: 'mixed' },
    filesFolder: '/nonexistent',
    command: [
      'mariadb',
      '--no-defaults',
      `-h${host}`,
      `-P${port}`,
      `-u${user}`,
      '--batch',
      '--quick',
    ].concat([
      '--skip-column-names',
      '--default-character-set=utf8mb4',
      '-e',
      'select * from mixed',
      database,
    ]),
    environment: { MYSQL_PWD: password },
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
      label: 'VARCHAR',
    },
    csv: `delim = '\\t', quote = '', escape = '', nullstr = 'NULL'`,
  }
}
