import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Client } from '#tests/faults/client'
import type { Product } from '#tests/support/product'

/** A target that nothing happens to: a file in the tenant's folder. Resolves to the id of a connection to it. */
export async function sqliteTarget(
  product: Product,
  client: Client,
  tenantId: string
): Promise<string> {
  const folder = join(String(product.environment.DATA_DIR), 'files', tenantId)
  mkdirSync(folder, { recursive: true })
  const database = new Database(join(folder, 'sales.sqlite'))
  database.exec('create table if not exists things (id integer primary key)')
  database.close()
  const body = { name: 'Sales', type: 'sqlite', config: { file: 'sales.sqlite' } }
  const { status, data } = await client.api('POST', '/connectors', body)
  if (status !== 201) throw new Error(`The target could not be saved: ${status}`)
  return (data as { id: string }).id
}
