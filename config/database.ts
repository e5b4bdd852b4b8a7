import { join, resolve } from 'node:path'
import app from '@adonisjs/core/services/app'
import { defineConfig } from '@adonisjs/lucid'
import type { ConnectionConfig } from '@adonisjs/lucid/types/database'
import type { Database } from 'better-sqlite3'
import { prepareEmbedded } from '#database/embedded'
import { boundWaits } from '#database/server_patience'
import { BootRefusedError } from '#providers/boot_rules'
import env from '#start/env'

/** Folder of everything the application keeps on disk: the embedded database and the tenants' files. */
export const dataDir = resolve(env.get('DATA_DIR') ?? defaultDataDir())

/** `sqlite:PATH`, `postgres://…` or `mysql://…`; without it, SQLite in the data folder. */
export const databaseUrl = env.get(
  'DATABASE_URL',
  `sqlite:${join(dataDir, env.get('NODE_ENV') === 'test' ? 'test.sqlite' : 'varlor.sqlite')}`
)

/** Path of the embedded database, or null when the application database is a server. */
export const databaseFile = databaseUrl.startsWith('sqlite:')
  ? resolve(databaseUrl.slice('sqlite:'.length))
  : null

/** Milliseconds that whoever asks a server waits for a connection that is free, or new. */
const ACQUIRE_WAIT = 8_000

const migrations = { naturalSort: true, paths: ['database/migrations'] }

export default defineConfig({
  connection: 'main',
  connections: { main: connectionFor(databaseUrl) },
})

/** In production a relative folder would lie in the build, and go with the next one. */
function defaultDataDir(): string {
  if (env.get('NODE_ENV') !== 'production') return 'tmp/data'
  throw new BootRefusedError([
    'DATA_DIR is not set. Name a folder outside the build, such as /var/lib/varlor.',
  ])
}

/** @param file the embedded database, or null for what `url` names */
export function connectionFor(url: string, file = databaseFile): ConnectionConfig {
  if (file) {
    return {
      client: 'better-sqlite3',
      connection: { filename: file },
      useNullAsDefault: true,
      pool: {
        min: 1,
        max: 1,
        acquireTimeoutMillis: acquireWait(),
        /** A COMMIT that failed may have left its transaction open: nobody else's work goes into that. */
        validate: (connection: Database) => !connection.inTransaction,
        afterCreate(connection: Database, done: () => void) {
          prepareEmbedded(connection)
          done()
        },
      },
      migrations,
      schemaGeneration: {
        enabled: env.get('NODE_ENV') === 'development' && !import.meta.url.includes('/build/'),
        rulesPaths: ['./database/schema_rules.js'],
      },
    }
  }
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url)
  const connection = {
    host: hostname,
    port: port ? Number(port) : undefined,
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
  }
  const tls = searchParams.get('sslmode') ?? 'disable'
  const ssl = tls === 'disable' ? undefined : { rejectUnauthorized: tls !== 'require' }
  switch (protocol) {
    case 'postgres:':
    case 'postgresql:':
      return {
        client: 'pg',
        connection: { ...connection, ssl },
        pool: poolOf('pg'),
        migrations,
      }
    case 'mysql:':
    case 'mariadb:':
      return {
        client: 'mysql2',
        connection: { ...connection, ssl, charset: 'utf8mb4', timezone: 'Z' },
        pool: poolOf('mysql2'),
        migrations,
      }
    default:
      throw new Error(
        `DATABASE_URL must start with sqlite:, postgres:// or mysql://, not with ${protocol}//`
      )
  }
}

function poolOf(client: 'pg' | 'mysql2') {
  const afterCreate = isServer() ? { afterCreate: boundWaits(client) } : {}
  return { min: 0, max: 10, acquireTimeoutMillis: acquireWait(), ...afterCreate }
}

/** A command waits as long as it takes. */
function acquireWait(): number {
  return isServer() ? ACQUIRE_WAIT : 60_000
}

function isServer(): boolean {
  return app.getEnvironment() === 'web'
}
