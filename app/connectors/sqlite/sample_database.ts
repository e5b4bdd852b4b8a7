import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'

const SCHEMA = `
  CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    country TEXT NOT NULL,
    newsletter BOOLEAN NOT NULL DEFAULT 0,
    notes TEXT,
    joined_at TIMESTAMP NOT NULL
  );
  CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    category TEXT NOT NULL,
    price_cents INTEGER NOT NULL CHECK (price_cents > 0),
    weight_kg REAL,
    attributes JSON,
    thumbnail BLOB
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    status TEXT NOT NULL DEFAULT 'paid',
    placed_at TIMESTAMP NOT NULL,
    shipped_at TIMESTAMP
  );
  CREATE TABLE order_items (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    sku TEXT NOT NULL REFERENCES products (sku),
    quantity INTEGER NOT NULL,
    unit_price_cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, sku)
  );
  CREATE INDEX orders_customer ON orders (customer_id);
  CREATE VIEW monthly_revenue AS
    SELECT strftime('%Y-%m', o.placed_at) AS month, count(DISTINCT o.id) AS orders,
           sum(i.quantity * i.unit_price_cents) AS revenue_cents
    FROM orders o JOIN order_items i ON i.order_id = o.id
    WHERE o.status <> 'cancelled'
    GROUP BY month;
`

const PEOPLE = {
  first: [
    'Amélie',
    'Björn',
    'Chiara',
    'Dmytro',
    'Elif',
    'Farah',
    'Gustavo',
    'Hana',
    'Ingrid',
    'Jakub',
  ],
  last: [
    'Almeida',
    'Brandt',
    'Chowdhury',
    'Dupont',
    'Eriksen',
    'Ferrari',
    'Görgülü',
    'Horváth',
    'Itō',
    'Jensen',
  ],
  countries: ['DE', 'FR', 'IT', 'NO', 'PL', 'PT', 'TR', 'UA'],
  notes: [
    null,
    null,
    null,
    'Prefers delivery after 18:00',
    'Wholesale, invoice by e-mail',
    'Ring twice 🔔',
  ],
}

const CATALOGUE = {
  Coffee: ['Espresso roast', 'Filter roast', 'Decaf', 'Cold brew blend'],
  Brewing: ['Moka pot', 'French press', 'Pour-over dripper', 'Gooseneck kettle'],
  Grinding: ['Hand grinder', 'Burr grinder'],
  Cups: ['Espresso cup', 'Cappuccino cup', 'Travel mug'],
}

const START = Date.UTC(2024, 0, 1)
const HOUR = 3_600_000
const CUSTOMERS = 400
const ORDERS = 3_000

/** Writes a small shop with related tables; the same one every time. */
export async function createSampleDatabase(path: string): Promise<void> {
  const unfinished = `${path}.unfinished`
  await mkdir(dirname(path), { recursive: true })
  await rm(unfinished, { force: true })
  const database = new Database(unfinished)
  try {
    database.exec(SCHEMA)
    const fill = database.transaction(() => {
      for (const [table, rows] of Object.entries(sampleRows())) {
        for (const row of rows) {
          const places = row.map(() => '?').join(', ')
          database.prepare(`INSERT INTO ${table} VALUES (${places})`).run(row)
        }
      }
    })
    fill()
    database.exec('ANALYZE')
  } finally {
    database.close()
  }
  await rename(unfinished, path)
}

function sampleRows() {
  const random = randomNumbers(20_240_101)
  const products = sampleProducts(random)
  const customers = sampleCustomers(random)
  return { customers, products, ...sampleOrders(random, products) }
}

function sampleCustomers({ pick, below }: Random) {
  return Array.from({ length: CUSTOMERS }, (_, index) => {
    const name = `${pick(PEOPLE.first)} ${pick(PEOPLE.last)}`
    const mailbox = name
      .normalize('NFD')
      .replace(/[^a-z ]/gi, '')
      .toLowerCase()
      .replace(' ', '.')
    return [
      index + 1,
      name,
      `${mailbox}.${index + 1}@example.com`,
      pick(PEOPLE.countries),
      below(2),
      pick(PEOPLE.notes),
      timestamp(below(8_000)),
    ]
  })
}

function sampleProducts({ pick, below }: Random) {
  return Object.entries(CATALOGUE).flatMap(([category, titles], shelf) =>
    titles.map((title, index) => [
      `${category.slice(0, 2).toUpperCase()}-${shelf + 1}${String(index + 1).padStart(2, '0')}`,
      title,
      category,
      490 + 100 * below(120),
      category === 'Coffee' ? pick([0.25, 0.5, 1]) : null,
      JSON.stringify({
        origin: pick(['Ethiopia', 'Colombia', 'Sumatra']),
        rating: 3 + below(20) / 10,
      }),
      Buffer.from(Array.from({ length: 24 }, () => below(256))),
    ])
  )
}

function sampleOrders({ pick, below }: Random, products: ReturnType<typeof sampleProducts>) {
  const orders: unknown[][] = []
  const items: unknown[][] = []
  for (let id = 1; id <= ORDERS; id++) {
    const hours = Math.floor((id / ORDERS) * 17_000) + below(5)
    const status = pick(['paid', 'shipped', 'shipped', 'shipped', 'cancelled'])
    const shipped = status === 'shipped' ? timestamp(hours + 12 + below(60)) : null
    orders.push([id, 1 + below(CUSTOMERS), status, timestamp(hours), shipped])
    const first = below(products.length)
    for (let line = 0; line <= below(3); line++) {
      const product = products[(first + line) % products.length] ?? []
      items.push([id, product[0], 1 + below(4), product[3]])
    }
  }
  return { orders, order_items: items }
}

/** `hours` after the shop opened, in UTC. */
function timestamp(hours: number): string {
  return new Date(START + hours * HOUR).toISOString().replace('T', ' ').slice(0, 19)
}

interface Random {
  /** A whole number from 0 up to, and without, `limit`. */
  below(limit: number): number
  pick<T>(values: readonly T[]): T
}

/** A linear congruential generator (Numerical Recipes' constants), so that every sample is the same. */
function randomNumbers(seed: number): Random {
  let state = seed
  const below = (limit: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  return { below, pick: (values) => values[below(values.length)] as (typeof values)[number] }
}
