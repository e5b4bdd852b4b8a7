import { setTimeout as pause } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import Dataset from '#models/dataset'
import type User from '#models/user'
import { DatasetService } from '#services/datasets/dataset_service'

/** Milliseconds. */
const LOOK_EVERY = 50

interface Order {
  name: string
  /** Of one schema, `public` unless another is named. */
  tables: string[]
  schema?: string
}

/** Asks for a dataset as this person; resolves with its id. */
export async function asked(
  { id: userId, tenantId, email, role }: User,
  connectionId: string,
  { name, tables, schema = 'public' }: Order
): Promise<string> {
  const service = await app.container.make(DatasetService)
  const actor = { tenantId, userId, email, role, isProgram: false, ip: null, requestId: null }
  const { id } = await service.create(actor, {
    name,
    connectionId,
    tables: tables.map((table) => ({ schema, name: table })),
  })
  return id
}

/** The same, once a worker has ended it, however it ended. */
export async function importDataset(user: User, connectionId: string, order: Order) {
  const id = await asked(user, connectionId, order)
  while (!(await Dataset.findOrFail(id)).hasEnded) await pause(LOOK_EVERY)
  return id
}
