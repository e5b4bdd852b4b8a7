import { join } from 'node:path'
import { dataDir } from '#config/database'
import env from '#start/env'

/** Milliseconds, bytes and rows. */
export default {
  /** Where finished files are kept, unless `s3` is configured: `<folder>/<tenant id>/<dataset id>/<file>`. */
  filesDir: join(dataDir, 'datasets'),

  /** Where imports of this machine write until a file is whole. On the disk of `filesDir`, so that files are renamed. */
  scratchDir: join(dataDir, 'imports'),

  /** Files of the object store that were read here lately. */
  cache: {
    folder: join(dataDir, 'dataset-cache'),
    bytes: gigabytes(env.get('DATASET_CACHE_GB', 5)),
  },

  /** Null: files stay on this machine. */
  s3: s3(),

  worker: {
    /** Whether servers import, or only processes of `node ace queue:work`. */
    place: env.get('IMPORT_WORKER', 'inside'),
    /** Imports that one process has under way at once. */
    concurrency: env.get('IMPORT_CONCURRENCY', 2),
    /** After that long without a sign of life an import is taken up by another worker. */
    lease: 15_000,
    /** Between two looks for imports, when nothing rings. */
    poll: 1_000,
    /** Between two looks whether an import shall be cancelled. */
    pulse: 500,
    /** Between two writings of progress. */
    progress: 1_000,
    /** Between two looks for what crashes left behind. */
    tidy: 60_000,
    /** How often an import is begun whose workers die. */
    attempts: 3,
  },

  limits: {
    tables: 500,
    /** Imports of one tenant that are under way at once, in all workers together. */
    running: env.get('IMPORTS_RUNNING', 2),
    /** Imports of one tenant that wait or are under way. */
    unfinished: env.get('IMPORTS_QUEUED', 20),
    /** What all datasets of one tenant may hold. */
    bytes: gigabytes(env.get('DATASET_QUOTA_GB', 100)),
    rows: env.get('DATASET_QUOTA_ROWS', 10_000_000_000),
  },

  /** Previews and downloads that are under way at one server, those aside that only send a file. */
  reads: { perTenant: 4, total: 12 },

  events: {
    /** Between two looks at a dataset that somebody watches. */
    poll: 1_000,
    /** A line that says nothing tells proxies that the stream is alive. */
    heartbeat: 15_000,
    /** After that the client comes again, and shows its token again. */
    longest: 5 * 60_000,
    /** Streams that one tenant may have open at one server. */
    perTenant: 100,
  },
}

function gigabytes(count: number): number {
  return Math.round(count * 1024 ** 3)
}

function s3() {
  const bucket = env.get('S3_BUCKET')
  if (!bucket) return null
  return {
    bucket,
    region: env.get('S3_REGION', 'us-east-1'),
    endpoint: env.get('S3_ENDPOINT'),
    accessKeyId: env.get('S3_ACCESS_KEY_ID'),
    secretAccessKey: env.get('S3_SECRET_ACCESS_KEY'),
  }
}
