import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import type { World } from '#tests/security/world'

interface Setting {
  attack: string
  /** What the refusal names. */
  names: string
  environment: Record<string, string>
}

const WEAK = 'abcabcabcabcabcabcabcabcabcabcabcabc'

const SETTINGS: readonly Setting[] = [
  setting(
    'a key of development (`APP_KEY`)',
    'APP_KEY',
    'development-only-app-key-0123456789abcdef'
  ),
  setting('a key of the tests (`APP_KEY`)', 'APP_KEY', 'tests-only-app-key-0123456789abcdefghijk'),
  setting('a short `APP_KEY`', 'APP_KEY', 'Sh0rt-but-m1xed'),
  setting('an `APP_KEY` of three letters over and over', 'APP_KEY', WEAK),
  setting('no `APP_KEY`', 'APP_KEY', ''),
  setting('a seed for a master key', 'CREDENTIAL_ENCRYPTION_SEED', 'anything'),
  setting('no master key', 'CREDENTIAL_ENCRYPTION_KEY', ''),
  setting('a master key of 8 bytes', 'CREDENTIAL_ENCRYPTION_KEY', 'c2hvcnRrZXk='),
  setting(
    'a master key of zeros',
    'CREDENTIAL_ENCRYPTION_KEY',
    Buffer.alloc(32).toString('base64')
  ),
  setting('`AUTO_AUTH`', 'AUTO_AUTH', 'true'),
  setting('`EGRESS_ALLOW` that is no address', 'EGRESS_ALLOW', 'everything'),
  setting('no `APP_URL`', 'APP_URL', ''),
  setting('no `DATA_DIR`', 'DATA_DIR', ''),
]

export const operators: SecurityGroup = {
  title: 'Settings that production refuses',
  cases: [
    ...SETTINGS.map(({ attack, names, environment }): SecurityCase => ({
      attack,
      expected: `does not start, and names ${names}`,
      run: (world) => starting(world, environment, names),
    })),
    {
      attack: 'the default administrator with the password that everybody knows',
      expected: 'does not start, and names admin@example.com',
      run: defaultAdmin,
    },
    {
      attack: 'a backup of the database with another master key',
      expected: 'does not start, and names CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS',
      run: async (world) => {
        await world.ours.connection()
        const key = randomBytes(32).toString('base64')
        const environment = { CREDENTIAL_ENCRYPTION_KEY: key }
        return starting(world, environment, 'CREDENTIAL_ENCRYPTION_PREVIOUS_KEYS')
      },
    },
    {
      attack: 'a database without tables',
      expected: 'does not start, and names migration:run',
      run: async (world) => {
        const folder = await mkdtemp(join(tmpdir(), 'varlor-empty-'))
        const outcome = await starting(world, { DATA_DIR: folder }, 'migration:run')
        await rm(folder, { recursive: true })
        return outcome
      },
    },
  ],
}

function setting(attack: string, names: string, value: string): Setting {
  return { attack, names, environment: { [names]: value } }
}

async function starting(
  world: World,
  environment: Record<string, string>,
  names: string
): Promise<string> {
  const refusal = await world.another(environment).then(
    () => null,
    (error: unknown) => String(error)
  )
  if (refusal === null) return 'it starts'
  const isTold = Object.values(environment).some(
    (value) => value.length > 12 && value !== environment.DATA_DIR && refusal.includes(value)
  )
  if (isTold) return 'does not start, and prints the secret'
  return `does not start, and ${refusal.includes(names) ? `names ${names}` : `says ${refusal.slice(-300)}`}`
}

async function defaultAdmin(world: World): Promise<string> {
  const to = ['--tenant=defenders', '--role=admin', '--password-stdin']
  await world.product.ace(['users:create', 'admin@example.com', ...to], 'admin1234')
  const outcome = await starting(world, {}, 'admin@example.com')
  world.change('delete from users where email = ?', 'admin@example.com')
  return outcome
}
