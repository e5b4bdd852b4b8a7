import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { told } from '#tests/security/http'
import { together } from '#tests/security/operations'
import { passwordsHeard } from '#tests/security/password_target'
import { CANARY } from '#tests/security/things'
import type { World } from '#tests/security/world'

interface Field {
  name: string
  kind: string
  guardsCredentials?: boolean
  options?: { value: string }[]
  when?: { field: string; in: string[] }
}

interface EngineFacts {
  name: string
  config: Field[]
  credentials: { name: string }[]
}

/** A whole connection of each engine. */
const WHOLE: Record<string, Record<string, unknown>> = {
  postgresql: { host: 'db.example.com', database: 'sales', username: 'alice' },
  mysql: { host: 'db.example.com', username: 'alice' },
  sqlserver: { host: 'db.example.com', database: 'sales', username: 'alice' },
  oracle: { host: 'db.example.com', serviceName: 'SALES', username: 'alice' },
  mongodb: { host: 'db.example.com', username: 'alice' },
  snowflake: { account: 'org-account', username: 'alice', database: 'SALES' },
}

const FINGERPRINT = Array.from({ length: 32 }, () => 'AB').join(':')
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'

/** Other values than those that are stored, for fields whose form is given. */
const OTHERS: Record<string, unknown> = {
  'tls.fingerprint': FINGERPRINT,
  'fingerprint': FINGERPRINT,
  'ssh.hostKey': `SHA256:${'A'.repeat(43)}`,
  'host': 'thief.example.com',
  'account': 'thief-account',
}

/** What this product, and forms, show in the place of a password. */
const MASKS = ['********', '••••••', '●●●●', '*', '']

export const redirectedPasswords: SecurityGroup = {
  title: 'Stored passwords led elsewhere',
  cases: [
    ...Object.keys(WHOLE).flatMap((engine): SecurityCase[] => [
      {
        attack: `${engine}: changing any field that says who gets the password, by PATCH`,
        expected: 'every field: 422 E_CREDENTIALS_REQUIRED',
        run: (world) => everyField(world, engine, patched),
      },
      {
        attack: `${engine}: the same in a test with \`connectionId\``,
        expected: 'every field: 422 E_CREDENTIALS_REQUIRED',
        run: (world) => everyField(world, engine, testedWith),
      },
    ]),
    {
      attack: 'a test with `connectionId` and another engine, at a server that listens',
      expected: 'it heard no stored password',
      run: (world) =>
        atThief(world, (config, connectionId) => ({ connectionId, type: 'mongodb', config })),
    },
    {
      attack: 'a test with `connectionId` and the config of that server',
      expected: 'it heard no stored password',
      run: (world) => atThief(world, (config, connectionId) => ({ connectionId, config })),
    },
    {
      attack: 'the same with an empty password',
      expected: 'it heard no stored password',
      run: (world) =>
        atThief(world, (config, connectionId) => ({
          ...{ connectionId, config },
          credentials: { password: '' },
        })),
    },
    {
      attack: 'the same with a new password for the tunnel only',
      expected: 'it heard no stored password',
      run: (world) =>
        atThief(world, (config, connectionId) => ({
          ...{ connectionId, config },
          credentials: { sshPassword: 'mine' },
        })),
    },
    {
      attack: 'renaming the type of a stored connection',
      expected: '422',
      run: async (world) => {
        const path = `/connectors/${await world.ours.connection()}`
        return String((await world.api(world.admin, 'PATCH', path, { type: 'mysql' })).status)
      },
    },
    ...MASKS.map((mask): SecurityCase => ({
      attack:
        mask === ''
          ? 'an empty password over the stored one'
          : `the mask \`${mask}\` for a password`,
      expected: 'refused',
      run: (world) => masked(world, mask),
    })),
    {
      attack: 'reading a stored password by a masked export',
      expected: '200, it is not in it',
      run: async (world) => {
        await world.theirs.connection()
        const path = '/connectors/export'
        const answer = await world.api(world.stranger, 'POST', path, { masked: true })
        return `${told(answer)}, it is ${answer.text.includes(CANARY.slice(0, 8)) ? '' : 'not '}in it`
      },
    },
  ],
}

type Attempt = (world: World, id: string, field: Field, value: unknown) => Promise<string>

async function everyField(world: World, engine: string, attempt: Attempt): Promise<string> {
  const facts = await engineFacts(world, engine)
  const stored = await store(world, facts)
  const guarded = facts.config.filter(({ guardsCredentials }) => guardsCredentials)
  const outcomes: (readonly [string, string])[] = []
  for (const field of guarded) {
    const value = otherValue(field, stored.config)
    outcomes.push([field.name, await attempt(world, stored.id, field, value)])
  }
  return `every field: ${together(outcomes)}`
}

async function engineFacts(world: World, engine: string): Promise<EngineFacts> {
  const all = await world.give<EngineFacts[]>(world.admin, 'GET', '/connectors/engines')
  const found = all.find(({ name }) => name === engine)
  if (!found) throw new Error(`There is no ${engine}`)
  return found
}

/** With a tunnel where there can be one, so that its fields guard something too. */
async function store(world: World, { name, config, credentials }: EngineFacts) {
  const hasTunnel = config.some((field) => field.name === 'ssh.enabled')
  const ssh = hasTunnel && { ssh: { enabled: true, host: 'bastion.example.com', username: 'jump' } }
  const hasModes = config.some((field) => field.name === 'tls.ca')
  const tls = hasModes && { tls: { mode: 'verify-ca' } }
  const secrets = { password: CANARY, ...(hasTunnel && { sshPassword: CANARY }) }
  const given = credentials.filter((field) => field.name in secrets).map((field) => field.name)
  return world.give<{ id: string; config: Record<string, unknown> }>(
    world.admin,
    'POST',
    '/connectors',
    {
      type: name,
      name: crypto.randomUUID(),
      config: { ...WHOLE[name], ...ssh, ...tls },
      credentials: Object.fromEntries(given.map((one) => [one, CANARY])),
    }
  )
}

function otherValue(
  field: EngineFacts['config'][number],
  config: Record<string, unknown>
): unknown {
  if (field.name in OTHERS) return OTHERS[field.name]
  const now = field.name.split('.').reduce<unknown>((at, key) => Object(at)[key], config)
  if (field.kind === 'boolean') return now !== true
  if (field.kind === 'integer') return Number(now ?? 1_024) + 1
  if (field.kind === 'choice') return field.options?.find(({ value }) => value !== now)?.value
  return field.kind === 'pem' ? PEM : 'another'
}

function nested(name: string, value: unknown): Record<string, unknown> {
  const [first = '', second] = name.split('.')
  return second ? { [first]: { [second]: value } } : { [first]: value }
}

async function patched(world: World, id: string, { name }: Field, value: unknown) {
  const config = nested(name, value)
  return told(await world.api(world.admin, 'PATCH', `/connectors/${id}`, { config }))
}

/** The whole config, as a form sends it: without what no longer applies. */
async function testedWith(world: World, connectionId: string, field: Field, value: unknown) {
  const path = `/connectors/${connectionId}`
  const { type, config } = await world.give<{ type: string; config: Record<string, unknown> }>(
    ...([world.admin, 'GET', path] as const)
  )
  put(config, field.name, value)
  const facts = await engineFacts(world, type)
  for (const { name, when } of facts.config) {
    if (when?.field === field.name && !when.in.includes(String(value))) put(config, name, undefined)
  }
  return told(await world.api(world.admin, 'POST', '/connectors/test', { connectionId, config }))
}

function put(config: Record<string, unknown>, name: string, value: unknown) {
  const [first = '', second] = name.split('.')
  if (second) config[first] = { ...Object(config[first]), [second]: value }
  else config[first] = value
}

async function atThief(
  world: World,
  bodyFor: (config: object, connectionId: string) => object
): Promise<string> {
  const thief = await passwordsHeard()
  try {
    const body = bodyFor(thief.config, await world.ours.connection())
    const { status } = await world.api(world.admin, 'POST', '/connectors/test', body)
    if (thief.isLast(CANARY)) return 'it heard the stored password'
    return status < 500 ? 'it heard no stored password' : String(status)
  } finally {
    await thief.close()
  }
}

async function masked(world: World, password: string): Promise<string> {
  const path = `/connectors/${await world.ours.connection()}`
  const answer = await world.api(world.admin, 'PATCH', path, { credentials: { password } })
  return answer.status === 422 ? 'refused' : told(answer)
}
