import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type PasswordBench, newName } from '#tests/conformance/password_bench'
import type { PostgresServer } from '#tests/support/servers/postgres'

/** Roles of a PostgreSQL that is ours. */
export function postgresqlPasswords({ query, database }: PostgresServer): PasswordBench {
  return {
    worstName: `"; alter role varlor password 'x'; -- it's`,
    async addUser({ username, password, changes }) {
      const right = changes === 'others' ? 'createrole' : 'nocreaterole'
      await query(`create role ${quote(username)} login ${right} password ${literal(password)}`)
    },
    /** The module that PostgreSQL brings can judge but one thing of a password that is hashed. */
    async withRules(username, work) {
      await query(`alter role ${quote(username)} set session_preload_libraries = 'passwordcheck'`)
      await work(username)
    },
    async loggedDuring(work) {
      const [row] = await query<{ data_directory: string }>('show data_directory')
      const log = join(String(row?.data_directory), '..', 'output.log')
      const { size } = await stat(log)
      await query(`alter database ${database} set log_statement = 'all'`)
      await work()
      await query(`alter database ${database} reset log_statement`)
      const written = await readFile(log)
      return written.subarray(size).toString()
    },
    async addWritingView() {
      const name = newName('writing')
      await query(`create table ${name}_log (at timestamptz); create function ${name}_write() returns int
        security definer language sql as 'insert into ${name}_log values (now()) returning 1';
        create view ${name} as select ${name}_write() as written; grant select on ${name} to public`)
      return name
    },
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(text: string): string {
  return `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
