import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import connectorsConfig from '#config/connectors'
import type { ApiPerson } from '#tests/support/api_person'

/** A SQLite file in the person's own folder. */
export async function sqliteFile(person: ApiPerson, name: string, sql: string): Promise<string> {
  const folder = join(connectorsConfig.filesDir, person.user.tenantId)
  await mkdir(folder, { recursive: true })
  const database = new Database(join(folder, name))
  database.exec(sql)
  database.close()
  return name
}

/** A saved connection to such a file. */
export async function sqliteConnection(
  person: ApiPerson,
  sql: string,
  changes: Record<string, unknown> = {}
): Promise<string> {
  const file = await sqliteFile(person, 'sales.sqlite', sql)
  const answer = await person.post('/connectors', {
    name: 'Sales',
    type: 'sqlite',
    config: { file },
    ...changes,
  })
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body.data.id
}
