import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { told } from '#tests/security/http'
import { together } from '#tests/security/operations'
import { connectionBody } from '#tests/security/things'
import type { World } from '#tests/security/world'

/** Fields that no client may say. */
const FIELDS: Record<string, unknown> = {
  tenantId: '019a0000-0000-7000-8000-000000000000',
  tenant_id: '019a0000-0000-7000-8000-000000000000',
  ownerId: '019a0000-0000-7000-8000-000000000000',
  userId: '019a0000-0000-7000-8000-000000000000',
  id: '019a0000-0000-7000-8000-000000000000',
  version: 99,
  sealedCredentials: 'AAAA',
  encryptedCredentials: 'AAAA',
  credentialFields: [],
  hash: 'AAAA',
  isAdmin: true,
  deactivatedAt: null,
  createdAt: '2020-01-01T00:00:00Z',
  lastTestStatus: 'success',
  constructor: { prototype: { isAdmin: true } },
  toString: 'x',
  $where: '1',
}

interface Change {
  method: string
  path: string
  body: Record<string, unknown>
}

/** What is refused before the fields are looked at, or refuses them elsewhere. */
const NESTED: readonly [attack: string, change: (body: Record<string, unknown>) => string][] = [
  ['`__proto__` at the top', (body) => spliced(body, '"__proto__":{"isAdmin":true}')],
  ['`__proto__` in `config`', (body) => inside(body, '"__proto__":{"host":"127.0.0.1"}')],
  ['`constructor` in `config`', (body) => inside(body, '"constructor":{"prototype":{}}')],
  ['`hasOwnProperty` in `config`', (body) => inside(body, '"hasOwnProperty":1')],
  ['the same key twice', (body) => spliced(body, '"type":"sqlite"')],
  ['the same key twice, once escaped', (body) => spliced(body, '"ty\\u0070e":"sqlite"')],
  ['the same key twice in `config`', (body) => inside(body, '"host":"127.0.0.1"')],
  ['a list for the body', (body) => `[${JSON.stringify(body)}]`],
  ['a string for the body', (body) => JSON.stringify(JSON.stringify(body))],
  ['an object for the name', (body) => JSON.stringify({ ...body, name: { toString: 'x' } })],
  ['a list for the type', (body) => JSON.stringify({ ...body, type: ['postgresql'] })],
  ['`__proto__` for the type', (body) => JSON.stringify({ ...body, type: '__proto__' })],
  ['`constructor` for the type', (body) => JSON.stringify({ ...body, type: 'constructor' })],
  [
    'driver options in `config` (`connectionString`)',
    (body) => inside(body, '"connectionString":"x"'),
  ],
  ['driver options in `config` (`ssl`)', (body) => inside(body, '"ssl":false')],
  ['driver options in `tls` (`rejectUnauthorized`)', (body) => inTls(body)],
]

export const massAssignment: SecurityGroup = {
  title: 'Fields that nobody may say',
  cases: [
    ...Object.entries(FIELDS).map(([name, value]): SecurityCase => ({
      attack: `\`${name}\` in every body that changes something`,
      expected: 'every route: 422 E_UNKNOWN_FIELD',
      run: (world) => everywhere(world, name, value),
    })),
    ...NESTED.map(([attack, change]): SecurityCase => ({
      attack: `${attack}, in a new connection`,
      expected: '422',
      run: (world) => raw(world, change({ ...connectionBody(world), name: 'Never made' })),
    })),
    {
      attack: 'a role above one’s own, in an invitation by an editor',
      expected: '403 E_FORBIDDEN',
      run: async (world) => {
        const body = { email: 'friend@example.com', role: 'admin' }
        return told(await world.api(world.editor, 'POST', '/invitations', body))
      },
    },
    {
      attack: 'one’s own role, by an editor',
      expected: '403 E_FORBIDDEN',
      run: async (world) => {
        const path = `/members/${world.editor.id}`
        return told(await world.api(world.editor, 'PATCH', path, { role: 'admin' }))
      },
    },
    {
      attack: 'a role in the acceptance of an invitation',
      expected: '422 E_UNKNOWN_FIELD',
      run: async (world) => {
        const { url } = await world.ours.invitation()
        const token = url.split('/').at(-1)
        const body = { token, password: 'a long password', role: 'admin' }
        return told(await world.send('/api/v2/invitations/accept', { method: 'POST', body }))
      },
    },
  ],
}

async function changes(world: World): Promise<Change[]> {
  const id = await world.ours.connection()
  const connection = { ...connectionBody(world), name: 'Never made' }
  return [
    { method: 'POST', path: '/connectors', body: connection },
    { method: 'PUT', path: `/connectors/${id}`, body: connection },
    { method: 'PATCH', path: `/connectors/${id}`, body: { name: 'Sales' } },
    { method: 'POST', path: '/connectors/test', body: omit(connection, 'name', 'visibility') },
    {
      method: 'POST',
      path: '/tokens',
      body: { name: 'x', abilities: ['audit:read'], expiresInDays: 1 },
    },
    { method: 'PATCH', path: `/members/${world.viewer.id}`, body: { role: 'viewer' } },
    { method: 'POST', path: '/invitations', body: { email: 'never@example.com', role: 'viewer' } },
    { method: 'PUT', path: `/connectors/${id}/rotation-schedule`, body: { everyDays: 30 } },
    { method: 'POST', path: `/connectors/${id}/rotate-password`, body: {} },
  ]
}

async function everywhere(world: World, name: string, value: unknown): Promise<string> {
  const outcomes: (readonly [string, string])[] = []
  for (const { method, path, body } of await changes(world)) {
    const sent = JSON.stringify(body).replace(
      /\}$/,
      `${empty(body) ? '' : ','}${pair(name, value)}}`
    )
    const headers = {
      'authorization': `Bearer ${world.admin.token}`,
      'content-type': 'application/json',
    }
    const answer = await world.send(`/api/v2${path}`, { method, headers, body: sent })
    outcomes.push([`${method} ${path.replace(/[0-9a-f-]{36}/, '{id}')}`, told(answer)])
  }
  return `every route: ${together(outcomes)}`
}

function empty(body: object): boolean {
  return Object.keys(body).length === 0
}

function pair(name: string, value: unknown): string {
  return `${JSON.stringify(name)}:${JSON.stringify(value)}`
}

function omit(body: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)))
}

/** Another pair at the end of the body, of its config, and of what the config says of TLS. */
function spliced(body: object, text: string): string {
  return JSON.stringify(body).replace(/\}$/, `,${text}}`)
}

function inside(body: object, text: string): string {
  return JSON.stringify(body).replace('"config":{', `"config":{${text},`)
}

function inTls(body: object): string {
  return JSON.stringify(body).replace('"tls":{', '"tls":{"rejectUnauthorized":false,')
}

async function raw(world: World, body: string): Promise<string> {
  const headers = {
    'authorization': `Bearer ${world.admin.token}`,
    'content-type': 'application/json',
  }
  const { status } = await world.send('/api/v2/connectors', { method: 'POST', headers, body })
  return String(status)
}
