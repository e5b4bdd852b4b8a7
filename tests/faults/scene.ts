import { Crowd } from '#tests/faults/crowd'
import { seeded, seedOfRun } from '#tests/faults/random'
import { sqliteTarget } from '#tests/faults/sqlite_target'
import type { Client } from '#tests/faults/client'
import { Product } from '#tests/support/product'

/** A product that people write to, and one of them who looks on. */
export interface Scene {
  product: Product
  crowd: Crowd
  /** Its tenant's writer is somebody else's session of the same person. */
  observer: Client
  /** Id of the observer's connection to a target that nothing happens to. */
  targetId: string
}

/** Sets it up, does something with it, and takes it away. */
export async function onScene<T>(
  environment: Record<string, string>,
  work: (scene: Scene) => Promise<T>
): Promise<T> {
  const product = await Product.start({ environment })
  try {
    const size = { tenants: 4, connections: 10, writers: 4 }
    const crowd = await Crowd.gather(product, size, seeded(seedOfRun()))
    const [[observer], [team]] = [crowd.clients, crowd.teams]
    if (!observer || !team) throw new Error('Nobody is there')
    const targetId = await sqliteTarget(product, observer, team.tenantId)
    crowd.ledger.add(targetId, { name: 'Sales', password: '' })
    crowd.start()
    return await work({ product, crowd, observer, targetId })
  } finally {
    await product.stop()
  }
}
