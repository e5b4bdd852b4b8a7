import { accessSync, constants, globSync, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

// Also read by bin/provision.mjs, which runs without a loader: nothing but Node may be imported here.

interface Source {
  label: string
  /** Environment variable that names one (for Chromium its path), instead of starting one. */
  variable: string
  programs: string[]
  /** Debian's packages. */
  packages: string[]
}

/** What tests may need, and where it comes from. */
export const SOURCES = {
  postgres: {
    label: 'PostgreSQL',
    variable: 'TEST_POSTGRES_URL',
    programs: ['postgres'],
    packages: ['postgresql'],
  },
  mariadb: {
    label: 'MariaDB',
    variable: 'TEST_MYSQL_URL',
    programs: ['mariadbd'],
    packages: ['mariadb-server'],
  },
  redis: {
    label: 'Redis',
    variable: 'TEST_REDIS_URL',
    programs: ['redis-server', 'valkey-server'],
    packages: ['redis-server'],
  },
  chromium: {
    label: 'Chromium',
    variable: 'TEST_CHROMIUM',
    programs: ['chromium', 'chromium-browser', 'google-chrome'],
    packages: ['chromium'],
  },
} as const satisfies Record<string, Source>

export type Needed = keyof typeof SOURCES

/** Whether the environment names one, or this machine can start one. */
export function isAvailable(needed: Needed): boolean {
  const { variable, programs } = SOURCES[needed]
  return Boolean(process.env[variable]) || findProgram(...programs) !== null
}

/** Folders where distributions put servers that are not on everybody's PATH. */
const WELL_KNOWN = [
  '/usr/bin',
  '/usr/sbin',
  '/usr/local/bin',
  '/usr/local/sbin',
  '/opt/homebrew/bin',
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
]

/** Path of the first of these programs that can be run, or null. */
export function findProgram(...names: string[]): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...WELL_KNOWN.flatMap(newestFirst)]
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isProgram)
    if (found) return found
  }
  return null
}

function newestFirst(pattern: string): string[] {
  return globSync(pattern).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
