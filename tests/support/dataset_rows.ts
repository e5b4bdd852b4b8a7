import Dataset from '#models/dataset'

/** Nothing that another test asked for is in the queue any more. */
export async function endQueue(): Promise<void> {
  await Dataset.query().whereIn('status', ['queued', 'running']).update({ status: 'cancelled' })
}

/** As if its worker had been silent for too long. */
export async function endLease(id: string): Promise<void> {
  await Dataset.query().where('id', id).update({ leaseUntil: 1 })
}
