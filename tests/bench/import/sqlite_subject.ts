import { mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Subject } from '#tests/bench/import/subject'

/** Through the sqlite3 shell. */
export async function sqliteSubject(rows: number): Promise<Subject> {
  const filesFolder = mkdtempSync(join(tmpdir(), 'varlor-bench-files-'))
  mkdirSync(join(filesFolder, 'tenant'))
  const path = join(filesFolder, 'tenant', 'mixed.db')
  const database = new Database(path)
  database.exec(`
    create table mixed (id integer, big integer, ratio real, price real, made_at text, day text, code text,
                        name text, state text, label text);
    insert into mixed
      with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
      select i, i * 7919, case when i % 13 > 0 then i * 0.5 end, i % 1000000 / 4.0,
             datetime(1577836800 + i, 'unixepoch'), date(946684800 + i % 9000 * 86400, 'unixepoch'),
             'ab' || i % 1000, case when i % 11 > 0 then 'customer name no ' || i % 7919 end,
             'state ' || i % 7, printf('%032x', i * 104729) from n;`)
  database.close()
  return {
    engine: 'sqlite',
    client: 'sqlite3',
    rows,
    target: { config: { file: 'mixed.db' }, credentials: {} },
    table: { schema: null, name: 'mixed' },
    filesFolder,
    command: ['sqlite3', '-csv', '-nullvalue', 'NULL', path, 'select * from mixed'],
    environment: {},
    columns: {
      id: 'BIGINT',
      big: 'BIGINT',
      ratio: 'DOUBLE',
      price: 'DOUBLE',
      made_at: 'VARCHAR',
      day: 'VARCHAR',
      code: 'VARCHAR',
      name: 'VARCHAR',
      state: 'VARCHAR',
      label: 'VARCHAR',
    },
    csv: `delim = ',', nullstr = 'NULL'`,
  }
}
