import { isDeepStrictEqual } from 'node:util'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { statementChunks } from '#database/statement_chunks'
import ConnectionTag from '#models/connection_tag'
import type DatabaseConnection from '#models/database_connection'

/** Whose tags they are. */
interface Tagged {
  id: string
  tenantId: string
  tags: string[]
}

export async function addTags(
  connections: Tagged[],
  client: TransactionClientContract
): Promise<void> {
  for (const some of statementChunks(connections.flatMap(tagRows))) {
    await client.table(ConnectionTag.table).multiInsert(some)
  }
}

/** Where there is nothing to take away, nothing is: MySQL would lock the gap that others insert into. */
export async function replaceTags(
  { id, tenantId, tags: present }: DatabaseConnection,
  tags: string[],
  client: TransactionClientContract
): Promise<void> {
  const words = present.map(({ tag }) => tag)
  if (isDeepStrictEqual(words.toSorted(), tags.toSorted())) return
  if (words.length > 0) {
    await ConnectionTag.query({ client }).where('connection_id', id).delete()
  }
  await addTags([{ id, tenantId, tags }], client)
}

function tagRows({ id, tenantId, tags }: Tagged) {
  return tags.map((tag) => ({ connection_id: id, tenant_id: tenantId, tag }))
}
