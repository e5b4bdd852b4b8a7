/**
 * Set-up shared by `npm start`, `npm run dev`, `npm test` and `npm run check`. It runs on any Node ≥ 20 and
 * uses nothing but Node itself, because it is what installs everything else.
 */
import { spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../', import.meta.url))

const commands = join(root, 'node_modules', '.bin')
const lockStamp = join(root, 'node_modules', '.varlor-lock')
const buildStamp = join(root, 'build', '.varlor-sources')

/** What the production build is made from. */
const SOURCES = [
  ...['app', 'config', 'database', 'inertia', 'resources', 'start', 'bin'],
  ...['adonisrc.ts', 'vite.config.ts', 'tsconfig.json', 'tsconfig.build.json', 'package-lock.json'],
]

/** Installs the locked dependencies, unless this very lock file is installed already. */
export function ensureDependencies() {
  const lock = digest(['package-lock.json'])
  if (read(lockStamp) === lock) return
  say('installing dependencies (about a minute the first time)')
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(lockStamp, lock)
}

/** Continues this script under the Node 24 that the dependencies bring, when it runs under an older one. */
export async function ensureNode24() {
  if (Number.parseInt(process.versions.node) >= 24) return
  const node = join(commands, 'node')
  if (!existsSync(node)) {
    fail(
      'Node 24 is missing: npm was told to skip install scripts. Run `npm rebuild node` and try again.'
    )
  }
  const child = spawn(node, process.argv.slice(1), { stdio: 'inherit', env: environment() })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  process.exit(await new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1))))
}

/** Writes `.env` with random keys when there is none, readable by its owner alone, and loads it. */
export function ensureEnvFile() {
  const path = join(root, '.env')
  if (!existsSync(path)) {
    say('writing .env with fresh random keys')
    const lines = [
      '# Written by the set-up for a trial on one machine. Every variable is explained in .env.example.',
      `APP_KEY=${randomBytes(32).toString('base64url')}`,
      '# Seals the credentials; without it they cannot be opened again. Keep a copy.',
      `CREDENTIAL_ENCRYPTION_KEY=${randomBytes(32).toString('base64')}`,
      '# A trial may reach databases on this machine and in the private network.',
      'EGRESS_ALLOW=loopback,private',
      'TRIAL=true',
    ]
    writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
  }
  process.loadEnvFile(path)
  for (const name of ['APP_KEY', 'CREDENTIAL_ENCRYPTION_KEY']) {
    if (['', '_FILE', '_FOLDER'].some((twin) => process.env[`${name}${twin}`])) continue
    fail(
      `.env has no ${name}. Set it to the output of \`openssl rand -base64 32\`, or remove .env: then one is made.`
    )
  }
}

/** What a trial on this machine runs with, unless the environment or `.env` says otherwise. */
export function useTrialDefaults() {
  process.env.NODE_ENV = 'production'
  process.env.HOST ||= '127.0.0.1'
  process.env.PORT ||= '3333'
  process.env.APP_URL ||= `http://localhost:${process.env.PORT}`
  process.env.DATA_DIR ||= join(root, 'tmp', 'data')
  process.env.LOG_LEVEL ||= 'warn'
  if (!/^\d{1,5}$/.test(process.env.PORT)) fail(`PORT is not a port: ${process.env.PORT}`)
}

/** Builds the production server, unless the sources are the ones it was built from. */
export function ensureBuild() {
  const sources = digest(SOURCES)
  if (read(buildStamp) === sources) return
  say('building (about 20 seconds)')
  generateCode()
  run('node', ['ace.js', 'build', '--tsconfig=tsconfig.build.json'], {
    quiet: true,
    env: { NODE_ENV: 'production' },
  })
  writeFileSync(buildStamp, sources)
}

/** Makes what is generated from the sources: the controllers' barrel, the typed routes and data. */
export function generateCode() {
  run('node', ['ace.js', 'codegen'], { quiet: true, env: { NODE_ENV: 'test' } })
}

/**
 * Runs a command to its end; if it fails, so does this process. A quiet command speaks only then; of a silent failure
 * the command itself has said all.
 */
export function run(command, args, { quiet = false, silent = false, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: root,
    env: environment(env),
    encoding: 'utf8',
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
  })
  if (result.status === 0) return
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
  if (silent) process.exit(result.status ?? 1)
  fail(`${command} ${args.join(' ')} failed`, result.status ?? 1)
}

/** This process's environment, with the project's own commands (its Node among them) first on PATH. */
export function environment(extra = {}) {
  return { ...process.env, PATH: `${commands}${delimiter}${process.env.PATH}`, ...extra }
}

/** Progress goes to standard error, so that standard output holds answers only. */
export function say(line) {
  process.stderr.write(`› ${line}\n`)
}

export function fail(message, code = 1) {
  process.stderr.write(`✗ ${message}\n`)
  process.exit(code)
}

/** SHA-256 over the names and contents of files and folders, in hex. */
function digest(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(path) {
  const entry = join(root, path)
  if (!existsSync(entry)) return []
  if (/\.[a-z]+$/.test(path)) return [path]
  return readdirSync(entry, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath ?? file.path, file.name).slice(root.length))
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}
