import { type PasswordBench, newName } from '#tests/conformance/password_bench'
import type { MariadbServer } from '#tests/support/servers/mariadb'

/** Users of a MariaDB that is ours. */
export function mysqlPasswords({ query, database }: MariadbServer): PasswordBench {
  return {
    // Rules see the password itself, which travels encrypted alone.
    config: { tls: { mode: 'require' } },
    worstName: `'\\\`"; -- `,
    async addUser({ username, password, changes }) {
      await query(`create user ?@'%' identified by ?`, [username, password])
      await query(`grant select on \`${database}\`.* to ?@'%'`, [username])
      if (changes !== 'others') return
      await query(`grant create user on *.* to ?@'%'`, [username])
      await query(`grant select, update on mysql.* to ?@'%'`, [username])
    },
    async withRules(_username, work) {
      await query(`install soname 'simple_password_check'`)
      try {
        await work('tooshort')
      } finally {
        await query(`uninstall soname 'simple_password_check'`)
      }
    },
    async loggedDuring(work) {
      await query(
        `truncate mysql.general_log; set global log_output = 'TABLE'; set global general_log = 1`
      )
      await work()
      await query('set global general_log = 0')
      const rows = await query<{ text: string }>(
        'select convert(argument using utf8mb4) as text from mysql.general_log'
      )
      return rows.map(({ text }) => text).join('\n')
    },
    async addWritingView() {
      const name = newName('writing')
      await query(`create table ${name}_log (at datetime)`)
      await query(`create function ${name}_write() returns int modifies sql data
        begin insert into ${name}_log values (now()); return 1; end`)
      await query(`create view ${name} as select ${name}_write() as written`)
      return name
    },
  }
}
