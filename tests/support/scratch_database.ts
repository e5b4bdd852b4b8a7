import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import db from '@adonisjs/lucid/services/db'
import type { Group } from '@japa/runner/core'
import { connectionFor } from '#config/database'
import { mariadb } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'

export const DATABASES = ['SQLite', 'PostgreSQL', 'MariaDB'] as const
export type Kind = (typeof DATABASES)[number]

/** What the test that runs has, as DATABASE_URL takes it. */
export interface Scratch {
  url: string
}

/** Gives each test of the group an application database of its own, migrated and empty, of this kind. */
export function useScratchDatabase(group: Group, kind: Kind): Scratch {
  const scratch: Scratch = { url: '' }
  if (kind === 'PostgreSQL' && !needs(group, 'postgres')) return scratch
  if (kind === 'MariaDB' && !needs(group, 'mariadb')) return scratch
  group.each.setup(async () => {
    const { url, drop } = await createScratch(kind)
    scratch.url = url
    const leave = await enterDatabase(url)
    return async () => {
      await leave()
      drop()
    }
  })
  return scratch
}

/** Runs something with this database, migrated, as the application's own. */
export async function withDatabase(url: string, work: () => Promise<unknown>): Promise<void> {
  const leave = await enterDatabase(url)
  await work().finally(leave)
}

async function enterDatabase(url: string): Promise<() => Promise<void>> {
  const usual = db.primaryConnectionName
  const name = `scratch ${url}`
  const file = url.startsWith('sqlite:') ? url.slice('sqlite:'.length) : null
  db.manager.add(name, connectionFor(url, file))
  db.primaryConnectionName = name
  await migrate('up')
  return async () => {
    db.primaryConnectionName = usual
    await db.manager.close(name, true)
  }
}

/** Runs every migration of the present application database, or takes all of them back. */
export async function migrate(direction: 'up' | 'down'): Promise<void> {
  const connectionName = db.primaryConnectionName
  const options = direction === 'up' ? { direction } : { direction, batch: 0 }
  const runner = new MigrationRunner(db, app, { ...options, connectionName })
  await runner.run()
  if (runner.error) throw runner.error
}

/** A database that nobody has used, and its URL as DATABASE_URL takes it. */
export async function createScratch(kind: Kind): Promise<{ url: string; drop(): void }> {
  if (kind === 'PostgreSQL') {
    return { url: (await (await postgres()).createDatabase()).url, drop: () => {} }
  }
  if (kind === 'MariaDB') {
    return { url: (await (await mariadb()).createDatabase()).url, drop: () => {} }
  }
  const folder = mkdtempSync(join(tmpdir(), 'varlor-scratch-'))
  return {
    url: `sqlite:${join(folder, 'varlor.sqlite')}`,
    drop: () => rmSync(folder, { recursive: true }),
  }
}
