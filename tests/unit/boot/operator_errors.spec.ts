import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { mariadb } from '#tests/support/servers/mariadb'
import { needs } from '#tests/support/servers/missing'
import { postgres } from '#tests/support/servers/postgres'
import { redis } from '#tests/support/servers/redis'
import { bootScript, type BootOutcome } from './boot_server.js'

const SECRET = 'hunter2-hunter2'

/** What an operator gets wrong, and the sentence that says so. Port 1 is where nobody listens. */
const MISTAKES: { what: string; variables: Record<string, string | undefined>; says: RegExp }[] = [
  {
    what: 'a proxy that is no address',
    variables: { TRUST_PROXY: '10.0.0.0/8, proxy.internal' },
    says: /TRUST_PROXY must be addresses or CIDRs, .* proxy\.internal is not/,
  },
  {
    what: 'an impossible CIDR',
    variables: { TRUST_PROXY: '10.0.0.0/99' },
    says: /TRUST_PROXY must be addresses or CIDRs/,
  },
  {
    what: 'an egress rule that is none',
    variables: { EGRESS_ALLOW: 'private,everything' },
    says: /EGRESS_ALLOW has an entry .* everything/,
  },
  {
    what: 'a PostgreSQL that is away',
    variables: { DATABASE_URL: `postgres://varlor:${SECRET}@127.0.0.1:1/varlor` },
    says: /DATABASE_URL: no database answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start it, or /,
  },
  {
    what: 'a MySQL that is away',
    variables: { DATABASE_URL: `mysql://varlor:${SECRET}@127.0.0.1:1/varlor` },
    says: /DATABASE_URL: no database answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)/,
  },
  {
    what: 'a database whose name nobody knows',
    variables: { DATABASE_URL: `postgres://varlor:${SECRET}@nobody.invalid/varlor` },
    says: /DATABASE_URL: no database answers at nobody\.invalid \((ENOTFOUND|EAI_AGAIN)\)/,
  },
  {
    what: 'a database URL of another kind',
    variables: { DATABASE_URL: `oracle://varlor:${SECRET}@db/varlor` },
    says: /DATABASE_URL must be a URL that starts with sqlite:, postgres:\/\//,
  },
  {
    what: 'a password with a bare %',
    variables: { DATABASE_URL: `postgres://varlor:%${SECRET}@db/varlor` },
    says: /DATABASE_URL must have % .* written as %25/,
  },
  {
    what: 'a Redis that is away',
    variables: { REDIS_URL: `redis://:${SECRET}@127.0.0.1:1/0` },
    says: /REDIS_URL: no Redis answers at 127\.0\.0\.1:1 \(ECONNREFUSED\)\. Start it, or /,
  },
  {
    what: 'a Redis database that is no number',
    variables: { REDIS_URL: `redis://:${SECRET}@127.0.0.1:1/cache` },
    says: /REDIS_URL must end with the number of a database/,
  },
  {
    what: 'a data folder that is a file',
    variables: { DATA_DIR: '/etc/hostname' },
    says: /DATA_DIR: the folder \/etc\/hostname cannot be made or written to/,
  },
  {
    what: 'a data folder that nobody can make',
    variables: { DATA_DIR: '/proc/varlor/data' },
    says: /DATA_DIR: the folder \/proc\/varlor\/data cannot be made or written to/,
  },
  {
    what: 'no data folder',
    variables: { DATA_DIR: undefined },
    says: /DATA_DIR is not set\. Name a folder/,
  },
  {
    what: 'a database file that is a folder',
    variables: { DATABASE_URL: 'sqlite:/etc' },
    says: /DATABASE_URL: the database \/etc cannot be opened for writing \(SQLITE_CANTOPEN\)/,
  },
  { what: 'a host that is none', variables: { HOST: '999.1.1.1' }, says: /"HOST" must be a valid/ },
  { what: 'a port that is none', variables: { PORT: '99999' }, says: /PORT must be a port number/ },
  {
    what: 'a provider of keys that is none',
    variables: { CREDENTIAL_ENCRYPTION_PROVIDER: 'keychain' },
    says: /CREDENTIAL_ENCRYPTION_PROVIDER.*environment,file,vault-transit,aws-kms/,
  },
  {
    what: 'a Vault that is away',
    variables: {
      CREDENTIAL_ENCRYPTION_PROVIDER: 'vault-transit',
      CREDENTIAL_ENCRYPTION_KEY: `vault:v1:${'A'.repeat(80)}`,
      VAULT_ADDR: 'http://127.0.0.1:1',
      VAULT_TOKEN: SECRET,
      VAULT_TRANSIT_KEY: 'varlor',
    },
    says: /CREDENTIAL_ENCRYPTION_KEY could not be unwrapped: Vault at http:\/\/127\.0\.0\.1:1 cannot be reached .* Check VAULT_ADDR/,
  },
  {
    what: 'a KMS key without a region',
    variables: { CREDENTIAL_ENCRYPTION_PROVIDER: 'aws-kms', AWS_KMS_KEY_ID: 'alias/varlor' },
    says: /AWS_REGION is not set/,
  },
]

test.group('Mistakes of an operator', (group) => {
  let folder: string
  group.each.timeout(60_000)
  group.setup(async () => {
    folder = await migratedFolder()
    return () => rmSync(folder, { recursive: true })
  })

  test('{what}: one sentence, no stack, no secret, exit code 1')
    .with(MISTAKES)
    .run(async ({ assert }, { variables, says }) => {
      const outcome = await bootScript(folder, variables)
      assert.match(outcome.output, says)
      assert.deepEqual(blemishesOf(outcome), [])
    })

  test('a database file that is no database', async ({ assert }) => {
    const file = join(folder, 'notes.txt')
    writeFileSync(file, 'These are only notes, and not very long ones.\n'.repeat(50))
    const outcome = await bootScript(folder, { DATABASE_URL: `sqlite:${file}` })
    assert.match(outcome.output, /DATABASE_URL: .*notes\.txt is not an SQLite database/)
    assert.deepEqual(blemishesOf(outcome), [])
  })

  test('a command is told as well, and as briefly', async ({ assert }) => {
    const script = ['bin/console.js', 'migration:run', '--force']
    for (const [variables, says] of [
      [{ TRUST_PROXY: 'nonsense' }, /TRUST_PROXY must be/],
      [{ DATA_DIR: '/etc/hostname' }, /DATA_DIR: the folder/],
    ] as const) {
      const outcome = await bootScript(folder, variables, script)
      assert.match(outcome.output, says)
      assert.deepEqual(blemishesOf(outcome), [])
    }
  })
})

test.group('Mistakes of an operator who runs a command', (group) => {
  let folder: string
  group.each.timeout(60_000)
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-mistakes-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('a database that is away is named where the stack was', async ({ assert }) => {
    const script = ['bin/console.js', 'migration:run', '--force']
    const DATABASE_URL = `postgres://varlor:${SECRET}@127.0.0.1:1/varlor`
    // The client's own log is the only other thing that is said.
    const outcome = await bootScript(folder, { DATABASE_URL, LOG_LEVEL: 'silent' }, script)
    assert.match(outcome.output, /^DATABASE_URL: no database answers at 127\.0\.0\.1:1/)
    assert.deepEqual(blemishesOf(outcome), [])
  })
})

test.group('Mistakes of an operator about listening', (group) => {
  let folder: string
  group.each.timeout(60_000)
  group.setup(async () => {
    folder = await migratedFolder()
    return () => rmSync(folder, { recursive: true })
  })

  test('a port that is taken', async ({ assert }) => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = Object(other.address())
    const outcome = await bootScript(folder, { PORT: String(port) })
    assert.include(outcome.output, `PORT: port ${port} of 127.0.0.1 is in use. Set it to another.`)
    assert.deepEqual(blemishesOf(outcome), [])
    await new Promise((resolve) => other.close(resolve))
  })

  test("an address that is not this machine's, and a name that nobody knows", async ({
    assert,
  }) => {
    for (const [HOST, says] of [
      ['192.0.2.77', /HOST: 192\.0\.2\.77 is no address of this machine/],
      ['nobody.invalid', /HOST: nobody knows the name nobody\.invalid/],
    ] as const) {
      const outcome = await bootScript(folder, { HOST })
      assert.match(outcome.output, says)
      assert.deepEqual(blemishesOf(outcome), [])
    }
  })
})

test.group('Mistakes of an operator about PostgreSQL', (group) => {
  let folder: string
  group.each.timeout(60_000)
  if (needs(group, 'postgres')) group.setup(async () => void (await postgres()))
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-mistakes-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('{what}: one sentence, no stack, no secret, exit code 1')
    .with([
      {
        what: 'a wrong password',
        change: { password: SECRET },
        says: /does not let the user ".*" in .*\(28P01\)/,
      },
      {
        what: 'an unknown user',
        change: { username: 'nobody' },
        says: /the user "nobody" in .*\(28P01\)/,
      },
      {
        what: 'an unknown database',
        change: { pathname: '/absent' },
        says: /has no database "absent".*\(3D000\)/,
      },
      {
        what: 'a certificate that nobody vouches for',
        change: { search: '?sslmode=verify-full' },
        says: /TLS with .* fails \(\w+\)/,
      },
    ])
    .run(async ({ assert }, { change, says }) => {
      const { url } = await postgres()
      const outcome = await bootScript(folder, {
        DATABASE_URL: changed(url, change),
      })
      assert.match(outcome.output, says)
      assert.match(outcome.output, /- DATABASE_URL: /)
      assert.deepEqual(blemishesOf(outcome), [])
      assert.notInclude(outcome.output, new URL(url).password)
    })
})

test.group('Mistakes of an operator about MariaDB', (group) => {
  let folder: string
  group.each.timeout(60_000)
  if (needs(group, 'mariadb')) group.setup(async () => void (await mariadb()))
  group.each.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'varlor-mistakes-'))
    return () => rmSync(folder, { recursive: true })
  })

  test('{what}: one sentence, no stack, no secret, exit code 1')
    .with([
      {
        what: 'a wrong password',
        change: { password: SECRET },
        says: /does not let the user ".*" in .*\(ER_ACCESS_DENIED_ERROR\)/,
      },
      {
        what: 'an unknown database',
        change: { pathname: '/absent' },
        says: /has no database "absent"/,
      },
    ])
    .run(async ({ assert }, { change, says }) => {
      const { url } = await mariadb()
      const outcome = await bootScript(folder, {
        DATABASE_URL: changed(url, change),
      })
      assert.match(outcome.output, says)
      assert.deepEqual(blemishesOf(outcome), [])
      assert.notInclude(outcome.output, new URL(url).password)
    })
})

test.group('Mistakes of an operator about Redis', (group) => {
  let folder: string
  group.each.timeout(60_000)
  if (needs(group, 'redis')) {
    group.setup(async () => {
      folder = await migratedFolder()
      return () => rmSync(folder, { recursive: true })
    })
  }

  test('a wrong password and none at all', async ({ assert }) => {
    const { url } = await redis()
    for (const password of [SECRET, '']) {
      const outcome = await bootScript(folder, { REDIS_URL: changed(url, { password }) })
      assert.match(
        outcome.output,
        /REDIS_URL: .* does not accept the password \((WRONGPASS|NOAUTH)\)/
      )
      assert.deepEqual(blemishesOf(outcome), [])
      assert.notInclude(outcome.output, new URL(url).password)
    }
  })

  test('with the right password there is nothing to say but what else is wrong', async ({
    assert,
  }) => {
    const { url } = await redis()
    const outcome = await bootScript(folder, { REDIS_URL: url, AUTO_AUTH: 'true' })
    assert.equal(outcome.output.trim().split('\n').length, 2)
    assert.match(outcome.output, /- AUTO_AUTH is on/)
    assert.deepEqual(blemishesOf(outcome), [])
  })
})

/** A folder whose data has tables, so that there is nothing to say about them. */
async function migratedFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'varlor-mistakes-'))
  await bootScript(folder, {}, ['bin/console.js', 'migration:run', '--force'])
  return folder
}

/** The URL with some of its parts exchanged. */
function changed(
  url: string,
  parts: Partial<Record<'username' | 'password' | 'pathname' | 'search', string>>
): string {
  const other = new URL(url)
  for (const [part, value] of Object.entries(parts)) Reflect.set(other, part, value)
  return other.href
}

/** What has no place in what an operator reads. */
function blemishesOf({ code, output }: BootOutcome): string[] {
  return [
    code !== 1 && `exit code ${code}`,
    / at .*:\d+:\d+|node_modules|⁃/.test(output) && `a stack: ${output}`,
    output.includes(SECRET) && 'the secret',
    output.trim().split('\n').length > 2 && `more than a sentence: ${output}`,
  ].filter((blemish) => typeof blemish === 'string')
}
