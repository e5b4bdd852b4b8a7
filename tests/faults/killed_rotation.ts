import { setTimeout as pause } from 'node:timers/promises'
import { newDatabase, type AppDatabase, type Kind } from '#tests/faults/app_database'
import { Crowd } from '#tests/faults/crowd'
import type { Fault, FaultReport } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { KeyRing } from '#tests/faults/key_ring'
import { seeded, seedOfRun, type Random } from '#tests/faults/random'
import { Rotator } from '#tests/faults/rotator'
import { Product } from '#tests/support/product'

/** In all, half of them on each database; FAULTS_KILLS makes them more. */
const KILLS = Number(process.env.FAULTS_KILLS ?? 50)
const SIZE = { tenants: 20, connections: 50, writers: 4 }

/** Milliseconds after which one that works is killed at the latest: about half of what it takes. */
const LATEST = 800

/** So few rows in a transaction that most kills hit one. */
const BATCH = '--batch=10'

/** Kills the rotation again and again, through several generations of keys, while people write. */
export function killedRotation(kind: Kind): Fault {
  return { name: `the rotation killed with writers running, ${kind}`, run: () => kill(kind) }
}

async function kill(kind: Kind): Promise<FaultReport> {
  const seed = seedOfRun()
  const random = seeded(seed)
  process.stderr.write(`  FAULTS_SEED=${seed}\n`)
  const database = await newDatabase(kind)
  const ring = new KeyRing()
  const product = await Product.start({
    environment: { DATABASE_URL: database.url, ...ring.environment },
  })
  try {
    const crowd = await Crowd.gather(product, SIZE, random)
    crowd.start()
    const { kills, passes } = await killAgainAndAgain(product, database, ring, random)
    const begun = performance.now()
    await product.ace(['keys:rotate', '--resume'])
    const recovered = performance.now() - begun
    await crowd.stop()
    const losses = [...(await proofs(product, ring)), ...(await crowd.losses())]
    return {
      lost: inWords(losses),
      recovered,
      detail: `${kills} kills, ${ring.generations} keys, ${passes} rotations ended; ${crowd.figures}; seed ${seed}`,
    }
  } finally {
    await product.stop()
    await database.close()
  }
}

async function killAgainAndAgain(
  product: Product,
  database: AppDatabase,
  ring: KeyRing,
  random: Random
) {
  let [kills, passes] = [0, 0]
  await ring.renew(product)
  while (kills < KILLS / 2) {
    const rotator = await Rotator.start(product, database, [BATCH, '--resume'])
    await Promise.race([pause(random() * LATEST), rotator.end()])
    rotator.signal('SIGKILL')
    const code = await rotator.end()
    if (code === null) kills++
    else if (code !== 0) throw new Error(`keys:rotate ended with ${code}: ${rotator.output}`)
    if (code === null && (await isUnderWay(database, ring))) continue
    await product.ace(['keys:rotate', '--resume'])
    passes++
    await ring.renew(product)
  }
  return { kills, passes }
}

async function isUnderWay(database: AppDatabase, ring: KeyRing): Promise<boolean> {
  const rows = await database.rows(
    `select id from database_connections where master_key_id <> '${ring.activeId}' limit 1`
  )
  return rows.length > 0
}

/** Every old key is done without and retired; the trail is whole. */
async function proofs(product: Product, ring: KeyRing): Promise<string[]> {
  const [old] = ring.previousIds
  const commands = [
    ['keys:verify', `--without=${old}`],
    ...ring.previousIds.map((id) => ['keys:retire', id]),
    ['audit:verify'],
  ]
  const failures: string[] = []
  for (const command of commands) {
    await product.ace(command).catch((error: { stderr?: string; stdout?: string }) => {
      failures.push(`${command.join(' ')} says: ${error.stdout} ${error.stderr}`.trim())
    })
  }
  return failures
}
