import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { type Answer, told } from '#tests/security/http'
import { addressOf, MISSING, type Operation, together } from '#tests/security/operations'
import { connectionBody } from '#tests/security/things'
import { passwordsHeard } from '#tests/security/password_target'
import type { World } from '#tests/security/world'

/** What addresses name, and what another tenant has of it. */
const KINDS: readonly [kind: string, prefix: string, id: (world: World) => Promise<string>][] = [
  ['connection', '/connectors/', ({ theirs }) => theirs.connection()],
  ['dataset', '/datasets/', ({ theirs }) => theirs.dataset()],
  ['API token', '/tokens/', async ({ theirs }) => (await theirs.token()).id],
  ['member', '/members/', async ({ stranger }) => stranger.id],
  ['invitation', '/invitations/', async ({ theirs }) => (await theirs.invitation()).id],
]

/** Headers that are another's in every answer: of time, of the request, and what is left of a limit. */
const CHANGING = ['date', 'x-request-id', 'ratelimit']

/** Lists that could show what is another's. */
const LISTS = [
  ...['/connectors', '/connectors?search=Sales', '/connectors?type=postgresql', '/tokens'],
  ...['/members', '/invitations', '/audit-events', '/audit-events?perPage=100'],
  ...['/audit-events/export', '/datasets', '/datasets?search=Sales'],
]

const BODIES: Record<string, unknown> = {
  'PATCH /members/{id}': { role: 'viewer' },
  'POST /members/{id}/transfer-connections': { to: MISSING },
  'PUT /connectors/{id}/rotation-schedule': { everyDays: 30 },
  'PATCH /connectors/{id}': { name: 'Taken over' },
}

export const tenants: SecurityGroup = {
  title: 'Tenants',
  cases: [
    ...KINDS.map(([kind, prefix, idOf]): SecurityCase => ({
      attack: `the id of another team’s ${kind}, on every route that takes one`,
      expected: 'byte for byte like one that is missing: 404 E_NOT_FOUND',
      run: async (world) => likeMissing(world, prefix, await idOf(world)),
    })),
    {
      attack: 'the page of another team’s connection',
      expected: '404 like one that is missing',
      run: pageOfAnother,
    },
    {
      attack: 'testing with another team’s `connectionId`',
      expected: '404 E_NOT_FOUND, nobody was called',
      run: testOfAnother,
    },
    {
      attack: 'a dataset of another team’s connection',
      expected: '404 E_NOT_FOUND',
      run: async (world) => {
        const connectionId = await world.theirs.connection()
        const tables = [{ schema: 'public', name: 'orders' }]
        const body = { name: 'Taken away', connectionId, tables }
        return told(await world.api(world.admin, 'POST', '/datasets', body))
      },
    },
    {
      attack: 'giving connections to another team’s member',
      expected: '422 E_INVALID',
      run: async (world) => {
        const path = `/members/${(await world.ours.departed()).id}/transfer-connections`
        return told(await world.api(world.admin, 'POST', path, { to: world.stranger.id }))
      },
    },
    ...LISTS.map((path): SecurityCase => ({
      attack: `another team’s ids in \`GET ${path}\``,
      expected: '200, none',
      run: (world) => foreignIdsIn(world, path),
    })),
    {
      attack: 'a name that another team has given to a connection',
      expected: '201',
      run: async (world) => {
        await world.theirs.connection('Theirs alone')
        const body = { ...connectionBody(world), name: 'Theirs alone' }
        return told(await world.api(world.admin, 'POST', '/connectors', body))
      },
    },
    {
      attack: 'another team’s `Idempotency-Key`',
      expected: '201, and another connection',
      run: (world) => sameKey(world, ({ stranger }) => stranger.token),
    },
    {
      attack: 'a colleague’s `Idempotency-Key`',
      expected: '201, and another connection',
      run: (world) => sameKey(world, ({ editor }) => editor.token),
    },
    {
      attack: 'the stored password of another team’s connection to the same server',
      expected: 'each target got its own team’s password',
      run: ownPasswords,
    },
  ],
}

/** Every answer as it is for what is another's and for what is nobody's. */
async function likeMissing(world: World, prefix: string, id: string): Promise<string> {
  const operations = world.operations.filter(({ path }) => path.startsWith(`${prefix}{id}`))
  const outcomes: (readonly [string, string])[] = []
  for (const operation of operations) {
    const name = `${operation.method} ${operation.path}`
    const [theirs, missing] = await Promise.all([
      ask(world, operation, id),
      ask(world, operation, MISSING),
    ])
    const isSame = bytesOf(theirs, id) === bytesOf(missing, MISSING)
    outcomes.push([name, isSame ? told(theirs) : `${told(theirs)} differs from ${told(missing)}`])
    if (operation.method === 'GET') await reportTimes(world, operation, id)
  }
  return `byte for byte like one that is missing: ${together(outcomes)}`
}

function ask(world: World, operation: Operation, id: string): Promise<Answer> {
  const { method, path } = operation
  const body = BODIES[`${method} ${path}`] ?? (method === 'GET' ? undefined : {})
  return world.api(world.admin, method, addressOf(operation, id), body)
}

/** Median milliseconds: to be looked at, not to be judged, on a machine that does other things too. */
async function reportTimes(world: World, operation: Operation, id: string): Promise<void> {
  const times: Record<'theirs' | 'missing', number[]> = { theirs: [], missing: [] }
  for (let count = 0; count < 30; count++) {
    for (const [which, one] of [
      ['theirs', id],
      ['missing', MISSING],
    ] as const) {
      const begun = performance.now()
      await ask(world, operation, one)
      times[which].push(performance.now() - begun)
    }
  }
  const median = (all: number[]) => all.sort((a, b) => a - b)[15]?.toFixed(2)
  const { theirs, missing } = times
  const line = `another’s ${median(theirs)} ms, missing ${median(missing)} ms`
  process.stderr.write(`  ${operation.method} ${operation.path}: ${line}\n`)
}

function bytesOf({ status, headers, text }: Answer, id: string): string {
  const kept = [...headers].filter(([name]) => !CHANGING.includes(name))
  const words = text.replace(/"requestId":"[^"]+"/, '').replaceAll(id, 'ID')
  return JSON.stringify([status, kept, words])
}

async function pageOfAnother(world: World): Promise<string> {
  const browser = await world.browser(world.admin)
  const pages = [await world.theirs.connection(), MISSING].map(async (id) => {
    const answer = await browser.visit(`/connections/${id}`)
    const text = (await answer.text()).replaceAll(id, 'ID').replaceAll(UUID, 'UUID')
    return { status: answer.status, text: text.replaceAll(TIME, 'TIME') }
  })
  const [theirs, missing] = await Promise.all(pages)
  return `${theirs?.status} ${theirs?.text === missing?.text ? 'like' : 'unlike'} one that is missing`
}

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}|c[a-z0-9]{24}/g
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z/g

async function testOfAnother(world: World): Promise<string> {
  const connectionId = await world.theirs.connection()
  const before = world.calls()
  const answer = await world.api(world.admin, 'POST', '/connectors/test', { connectionId })
  return `${told(answer)}, ${world.calls() === before ? 'nobody was called' : 'it was called'}`
}

async function foreignIdsIn(world: World, path: string): Promise<string> {
  const ids = [world.stranger.tenantId, world.stranger.email]
  for (const [, , idOf] of KINDS) ids.push(await idOf(world))
  const { status, text } = await world.api(world.admin, 'GET', path)
  const found = ids.filter((id) => text.includes(id))
  return `${status}, ${found.length === 0 ? 'none' : found.join(', ')}`
}

async function sameKey(world: World, tokenOf: (world: World) => string): Promise<string> {
  const name = `Once ${tokenOf(world).length}`
  const send = (token: string, visible: string) => {
    const headers = { 'authorization': `Bearer ${token}`, 'idempotency-key': 'one-key-for-all' }
    const body = { ...connectionBody(world), name: `${name} ${visible}` }
    return world.send('/api/v2/connectors', { method: 'POST', headers, body })
  }
  const [first, second] = [
    await send(tokenOf(world), 'theirs'),
    await send(world.admin.token, 'ours'),
  ]
  const ids = [first, second].map(({ text }) => JSON.parse(text).data?.id)
  return `${told(second)}, and ${ids[0] === ids[1] ? 'the same' : 'another'} connection`
}

/** Everything of the two is the same but the team and the password. */
async function ownPasswords(world: World): Promise<string> {
  const target = await passwordsHeard()
  const heard: (string | undefined)[] = []
  try {
    const { config } = target
    for (const [who, password] of [
      [world.admin, 'of the defenders'],
      [world.stranger, 'of the strangers'],
    ] as const) {
      const body = { type: 'postgresql', name: 'The same', config, credentials: { password } }
      const { id } = await world.give<{ id: string }>(who, 'POST', '/connectors', body)
      for (const [method, what] of [
        ['POST', 'test'],
        ['GET', 'tables'],
      ] as const) {
        await world.api(who, method, `/connectors/${id}/${what}`)
        heard.push(target.isLast(password) ? 'its own' : 'another')
      }
    }
  } finally {
    await target.close()
  }
  return heard.every((one) => one === 'its own')
    ? 'each target got its own team’s password'
    : heard.join(', ')
}
