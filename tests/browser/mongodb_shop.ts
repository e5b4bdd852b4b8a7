import { randomBytes } from 'node:crypto'
import { Decimal128, MongoClient, ObjectId } from 'mongodb'
import { testCertificates } from '#tests/support/certificates'
import { once } from '#tests/support/servers/lifetime'
import { MongodbStandIn } from '#tests/support/standins/mongodb/server'

const ORDERS = 60

/** Collections of a shop behind the stand-in, and somebody who may do anything there. */
export const mongodbShop = once(async () => {
  const { server: keys } = await testCertificates()
  const password = randomBytes(12).toString('hex')
  const server = await MongodbStandIn.start({
    users: { keeper: { password, mechanisms: ['SCRAM-SHA-256'], reads: null } },
    tls: { keys, isRequired: false },
  })
  const shop = {
    host: '127.0.0.1',
    port: server.port,
    user: 'keeper',
    password,
    database: 'shop',
  }
  await lay(`mongodb://${shop.user}:${password}@${shop.host}:${shop.port}/`, shop.database)
  return { server: shop, stop: () => server.stop() }
})

async function lay(url: string, database: string) {
  const client = new MongoClient(url, { directConnection: true })
  try {
    const db = client.db(database)
    await db.collection('orders').insertMany(Array.from({ length: ORDERS }, (_, i) => order(i)))
    await db.collection('customers').insertMany([{ email: 'ada@example.com', name: 'Ada' }])
    await db.collection('carts').insertMany([{ items: [] }, { items: [] }])
  } finally {
    await client.close()
  }
}

/** No two documents need look the same: a quarter has a note, a fifteenth a coupon. */
function order(i: number) {
  return {
    _id: new ObjectId(`66f2${i.toString(16).padStart(20, '0')}`),
    customer: {
      name: `Customer ${i + 1}`,
      address: { city: i % 2 === 0 ? 'Ulm' : 'Bonn', zip: i % 3 === 0 ? 'D-89073' : 89_073 },
    },
    items: [{ sku: `SKU-${i + 1}`, count: 1 + (i % 4) }],
    total: Decimal128.fromString(`${12 + i}.50`),
    placedAt: new Date(Date.UTC(2026, 0, 1, i)),
    ...(i % 4 === 0 ? { note: 'Please leave the parcel with the neighbours.' } : {}),
    ...(i % 15 === 0 ? { coupon: 'SPRING' } : {}),
  }
}
