import { readFile } from 'node:fs/promises'
import type { SecurityGroup } from '#tests/security/case'
import { type Answer, told } from '#tests/security/http'
import { together } from '#tests/security/operations'
import type { World } from '#tests/security/world'

const LIMITED = '429 E_TOO_MANY_REQUESTS'
const WRONG = '401 E_INVALID_CREDENTIALS'

/** Headers by which clients say where they come from. */
const SPOOFED = [
  ...['x-forwarded-for', 'x-real-ip', 'forwarded', 'true-client-ip', 'cf-connecting-ip'],
  ...['x-client-ip', 'x-cluster-client-ip', 'via'],
]

/** What is no email and no password. */
const BODIES: readonly [attack: string, body: unknown][] = [
  ['an object for the email (`{"$ne": null}`)', { email: { $ne: null }, password: { $ne: null } }],
  ['a list of passwords', { email: 'editor@example.com', password: ['a', 'b'] }],
  ['`true` for the password', { email: 'editor@example.com', password: true }],
  ['a password of 100 kB, which would be hashed', { email: 'e@x.y', password: 'x'.repeat(1e5) }],
  ['an email with U+0000', { email: 'editor@example.com\0', password: 'a long password' }],
  ['a role beside them', { email: 'e@x.y', password: 'a long password', role: 'admin' }],
]

export const loginDoors: SecurityGroup = {
  title: 'Doors: logging in',
  cases: [
    {
      attack: 'an unknown email, told from a wrong password by the answer',
      expected: 'the same answer and headers',
      run: sameWords,
    },
    {
      attack: 'an unknown email, told from a wrong password by the work (CPU time)',
      expected: 'within a factor of two',
      run: sameWork,
    },
    {
      attack: 'guessing one account from one address',
      expected: `5 × ${WRONG}, then ${LIMITED} with Retry-After, the right password too`,
      run: guessing,
    },
    {
      attack: 'thirty guesses at once',
      expected: `5 × ${WRONG}, 25 × ${LIMITED}`,
      run: (world) => manyGuesses(world, 30, '127.0.10.2', () => 'viewer@example.com'),
    },
    {
      attack: 'locking somebody out by guessing from elsewhere',
      expected: '200 from another address',
      run: lockingOut,
    },
    {
      attack: 'guessing sixty accounts from one address',
      expected: `50 × ${WRONG}, 10 × ${LIMITED}`,
      run: (world) => manyGuesses(world, 60, '127.0.10.4', (i) => `somebody${i}@example.com`),
    },
    {
      attack: 'guessing on with other spellings of the email',
      expected: `every spelling: ${LIMITED}`,
      run: otherSpellings,
    },
    ...SPOOFED.map((header) => ({
      attack: `guessing on with another \`${header}\` each time`,
      expected: LIMITED,
      run: (world: World) => spoofing(world, header),
    })),
    {
      attack: 'guessing on the page instead, once the API says 429',
      expected: 'no session',
      run: onThePage,
    },
    ...BODIES.map(([attack, body]) => ({
      attack,
      expected: '422',
      run: async (world: World) => {
        const { status } = await world.send('/api/v2/auth/login', { method: 'POST', body })
        return String(status)
      },
    })),
  ],
}

function guess(world: World, email: string, from: string, more: object = {}): Promise<Answer> {
  const body = { email, password: 'a wrong password' }
  return world.send('/api/v2/auth/login', { method: 'POST', from, body, ...more })
}

async function sameWords(world: World): Promise<string> {
  const [known, unknown] = await Promise.all([
    guess(world, 'editor@example.com', '127.0.10.5'),
    guess(world, 'nobody@example.com', '127.0.10.5'),
  ])
  const [one, other] = [known, unknown].map(({ status, headers, text }) => {
    const names = [...headers.keys()].sort().join()
    return `${status} ${names} ${text.replace(/"requestId":"[^"]+"/, '')}`
  })
  return one === other ? 'the same answer and headers' : `${one} and ${other}`
}

/** Wall clocks say nothing on a busy machine; the CPU time of the server does. */
async function sameWork(world: World): Promise<string> {
  const cost = async (email: string, place: number) => {
    const before = await ticks(world.product.pid)
    for (let count = 0; count < 5; count++) await guess(world, email, `127.0.11.${place}`)
    return (await ticks(world.product.pid)) - before
  }
  await cost('editor@example.com', 1)
  const known = await cost('editor@example.com', 2)
  const unknown = await cost('nobody@example.com', 3)
  const ratio = known / unknown
  return ratio > 0.5 && ratio < 2 ? 'within a factor of two' : `${known} and ${unknown} ticks`
}

/** CPU time of a process, in hundredths of a second (proc(5), fields 14 and 15 of stat). */
async function ticks(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[11]) + Number(fields[12])
}

async function guessing(world: World): Promise<string> {
  const from = '127.0.10.1'
  const first: string[] = []
  for (let count = 0; count < 5; count++) {
    first.push(told(await guess(world, 'viewer@example.com', from)))
  }
  const sixth = await guess(world, 'viewer@example.com', from)
  const waits = Number(sixth.headers.get('retry-after')) > 0 ? 'with' : 'without'
  const { email, password } = world.viewer
  const right = await guess(world, email, from, { body: { email, password } })
  const outcome = told(right) === told(sixth) ? 'too' : `: ${told(right)}`
  return `${counted(first)}, then ${told(sixth)} ${waits} Retry-After, the right password ${outcome}`
}

async function manyGuesses(
  world: World,
  count: number,
  from: string,
  emailOf: (index: number) => string
): Promise<string> {
  const all = Array.from({ length: count }, (_, i) => guess(world, emailOf(i), from))
  return counted((await Promise.all(all)).map(told).sort())
}

async function lockingOut(world: World): Promise<string> {
  await manyGuesses(world, 8, '127.0.10.3', () => world.viewer.email)
  const { email, password } = world.viewer
  const answer = await guess(world, email, '127.0.12.1', { body: { email, password } })
  return `${told(answer)} from another address`
}

async function otherSpellings(world: World): Promise<string> {
  const from = '127.0.10.7'
  await manyGuesses(world, 5, from, () => 'viewer@example.com')
  const spellings = [
    'VIEWER@EXAMPLE.COM',
    ' viewer@example.com',
    'viewer@example.com\t',
    'Viewer@example.com ',
  ]
  const outcomes = spellings.map(
    async (email) => [JSON.stringify(email), told(await guess(world, email, from))] as const
  )
  return `every spelling: ${together(await Promise.all(outcomes))}`
}

async function spoofing(world: World, header: string): Promise<string> {
  const from = `127.0.13.${SPOOFED.indexOf(header) + 1}`
  let last = ''
  for (let count = 0; count < 6; count++) {
    const value = header === 'forwarded' ? `for=192.0.2.${count}` : `192.0.2.${count}`
    last = told(await guess(world, 'viewer@example.com', from, { headers: { [header]: value } }))
  }
  return last
}

async function onThePage(world: World): Promise<string> {
  const from = '127.0.10.8'
  await manyGuesses(world, 6, from, () => world.viewer.email)
  const page = await world.send('/sign-in', { from })
  const cookies = cookiesOf(page)
  const token = decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(cookies)?.[1] ?? '')
  const { email, password } = world.viewer
  const headers = { 'cookie': cookies, 'x-xsrf-token': token }
  const answer = await world.send('/sign-in', {
    method: 'POST',
    from,
    headers,
    body: { email, password },
  })
  const home = await world.send('/connections', { from, headers: { cookie: cookiesOf(answer) } })
  return home.status === 302 ? 'no session' : `a session: ${answer.status}, ${home.status}`
}

function cookiesOf({ headers }: Answer): string {
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

function counted(outcomes: string[]): string {
  const groups = Map.groupBy(outcomes, (one) => one)
  return [...groups].map(([outcome, { length }]) => `${length} × ${outcome}`).join(', ')
}
