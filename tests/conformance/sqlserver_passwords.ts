import type { PasswordBench } from '#tests/conformance/password_bench'

/** Logins of a SQL Server that somebody else runs; they stay there. */
export function sqlserverPasswords(query: (sql: string) => Promise<unknown>): PasswordBench {
  return {
    worstName: `]] "' --; alter login [varlor`,
    async addUser({ username, password, changes }) {
      const name = `[${username.replaceAll(']', ']]')}]`
      const text = `N'${password.replaceAll("'", "''")}'`
      await query(`create login ${name} with password = ${text}, check_policy = off`)
      await query(`create user ${name} for login ${name}`)
      await query(`grant select to ${name}`)
      if (changes === 'others') await query(`use master; grant alter any login to ${name}`)
    },
  }
}
