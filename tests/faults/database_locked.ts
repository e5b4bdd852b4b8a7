import { setTimeout as pause } from 'node:timers/promises'
import Database from 'better-sqlite3'
import pg from 'pg'
import type { Answer } from '#tests/faults/client'
import { newDatabase, type Kind } from '#tests/faults/app_database'
import { BOUND, judge } from '#tests/faults/expected'
import type { Fault } from '#tests/faults/fault'
import { inWords } from '#tests/faults/in_words'
import { onScene, type Scene } from '#tests/faults/scene'

/** Milliseconds: longer than anybody should wait for a lock. */
const LOCKED = 9_000

/** Another process locks the application database, and lets go of it again. */
export function databaseLocked(kind: Kind): Fault {
  return {
    name: `the application database locked, ${kind}`,
    async run() {
      const database = await newDatabase(kind)
      try {
        return await onScene({ DATABASE_URL: database.url }, async (scene) => {
          await scene.crowd.untilAllWrite()
          const { pid } = scene.product
          const unlock = await (kind === 'SQLite' ? lockFile : lockTable)(database.url)
          const { wrong, slowest, refused } = await lookOn(scene)
          await unlock()
          const recovered = await scene.crowd.untilAllWrite()
          await scene.crowd.stop()
          if (scene.product.pid !== pid) wrong.push('the server was started again')
          if (scene.crowd.slowest > BOUND) {
            wrong.push(`a write waited ${Math.round(scene.crowd.slowest)} ms`)
          }
          if (refused === 0) wrong.push('nobody was refused')
          return {
            lost: inWords([...wrong, ...(await scene.crowd.losses())]),
            recovered,
            detail: `${scene.crowd.figures}; slowest write ${Math.round(scene.crowd.slowest)} ms, list ${Math.round(slowest.list)} ms, live ${Math.round(slowest.live)} ms`,
          }
        })
      } finally {
        await database.close()
      }
    },
  }
}

async function lookOn({ crowd, observer }: Scene) {
  const wrong: string[] = []
  const slowest = { list: 0, live: 0 }
  const before = crowd.ledger.counts.refused
  const end = performance.now() + LOCKED
  const note = (what: keyof typeof slowest, answer: Answer, right: number[]) => {
    wrong.push(...judge(what, answer, right))
    slowest[what] = Math.max(slowest[what], answer.time)
  }
  while (performance.now() < end) {
    await Promise.all([
      observer.api('GET', '/connectors').then((answer) => note('list', answer, [200, 503])),
      observer.ask('GET', '/health/live').then((answer) => note('live', answer, [200])),
    ])
    await pause(100)
  }
  return { wrong, slowest, refused: crowd.ledger.counts.refused - before }
}

async function lockFile(url: string): Promise<() => Promise<void>> {
  const database = new Database(url.slice('sqlite:'.length), { timeout: 10_000 })
  database.exec('begin exclusive')
  return async () => {
    database.exec('rollback')
    database.close()
  }
}

async function lockTable(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query('begin; lock table database_connections in access exclusive mode')
  return async () => {
    await client.query('rollback')
    await client.end()
  }
}
