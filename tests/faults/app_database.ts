import { join } from 'node:path'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import Database from 'better-sqlite3'
import pg from 'pg'
import { postgres } from '#tests/support/servers/postgres'

export type Kind = 'SQLite' | 'PostgreSQL'

type Row = Record<string, unknown>

/** An application database that is looked into from outside, beside those who use it. */
export interface AppDatabase {
  kind: Kind
  /** As DATABASE_URL takes it. */
  url: string
  rows(sql: string): Promise<Row[]>
  /** Whether somebody holds the one lock on writing that SQLite has. */
  isBeingWritten(): boolean
  close(): Promise<void>
}

export async function newDatabase(kind: Kind): Promise<AppDatabase> {
  return kind === 'SQLite' ? newFile() : onServer((await (await postgres()).createDatabase()).url)
}

function newFile(): AppDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-fault-'))
  const file = join(folder, 'varlor.sqlite')
  let database: Database.Database | undefined
  const opened = () => (database ??= new Database(file, { timeout: 0 }))
  return {
    kind: 'SQLite',
    url: `sqlite:${file}`,
    rows: async (sql) => opened().prepare(sql).all() as Row[],
    isBeingWritten() {
      try {
        opened().exec('begin immediate; rollback')
        return false
      } catch {
        return true
      }
    },
    async close() {
      database?.close()
      rmSync(folder, { recursive: true })
    },
  }
}

async function onServer(url: string): Promise<AppDatabase> {
  const client = new pg.Client(url)
  await client.connect()
  return {
    kind: 'PostgreSQL',
    url,
    rows: async (sql) => (await client.query(sql)).rows,
    isBeingWritten: () => false,
    close: () => client.end(),
  }
}
