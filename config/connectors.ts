import { join } from 'node:path'
import { dataDir, databaseFile, databaseUrl } from '#config/database'
import type { Limits } from '#connectors/contracts'
import env from '#start/env'

/** Times are milliseconds, sizes are bytes. */
export default {
  /** Wall clock of one test, from the first byte to the answer. */
  testDeadline: 30_000,
  /** Wall clock of listing tables or a preview. */
  readDeadline: 30_000,
  /** How long a target may send nothing while a table is imported. */
  importSilence: 60_000,
  /** Wall clock that a page waits for its tables and rows, before it is sent without them. */
  readAheadBudget: 400,
  /** Wall clock of reaching the target: dns, tcp, tls and auth together. */
  connectTimeout: 10_000,

  pool: {
    /** Sessions kept for one connection. */
    max: 4,
    /** Sessions kept for all connections of all tenants. */
    total: 200,
    /** Sessions kept for all connections of one tenant. */
    perTenant: 50,
    idleTimeout: 60_000,
  },

  /** Tests and reads that one tenant may have under way in one process: a fifth of its sessions. */
  underWay: { perTenant: 40 },

  limits: {
    rows: 100,
    columns: 1_600,
    cellBytes: 64 * 1024,
    totalBytes: 8 * 1024 * 1024,
    tables: 100_000,
    wireBytes: 64 * 1024 * 1024,
  } satisfies Limits,

  /** How long a table list is believed. */
  catalogTtl: 5 * 60_000,

  /** Tenants' SQLite files: `<filesDir>/<tenant id>/<name>`. */
  filesDir: join(dataDir, 'files'),

  /** Files that no connection may open, wherever a link to them lies. */
  ownFiles: databaseFile ? [databaseFile] : [],

  egress: {
    /** `loopback`, `private`, addresses, CIDRs, each optionally with `:port`. */
    allow: (env.get('EGRESS_ALLOW') ?? '')
      .split(',')
      .map((entry) => entry.trim())
      .filter(Boolean),
    /** Our own servers, which no connection may reach whatever `allow` says. */
    own: [databaseUrl, env.get('REDIS_URL')].filter((url) => url !== undefined),
  },
}
