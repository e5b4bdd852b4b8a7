import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { told } from '#tests/security/http'
import { addressOf, together } from '#tests/security/operations'
import type { World } from '#tests/security/world'
import { CookieClient } from '#tests/support/cookie_client'

const SESSION = 'varlor_session'
const FORGED = '403 E_BAD_CSRF_TOKEN'

/** What the page of another site could have a browser send along. */
const FORGERIES: readonly [attack: string, headers: (world: World) => Promise<object> | object][] =
  [
    ['without a token', () => ({ 'x-xsrf-token': '' })],
    ['with a made-up token', () => ({ 'x-xsrf-token': 'made-up' })],
    [
      'with the token of another session',
      async ({ product }) => {
        const other = await visitor(product.origin)
        return { 'x-xsrf-token': other.xsrfToken }
      },
    ],
    ['as `text/plain`', () => ({ 'x-xsrf-token': '', 'content-type': 'text/plain' })],
  ]

/** Where a sign-in could be made to lead. */
const ELSEWHERE = [
  ...['//evil.example/', '//evil.example/connections', '/\\evil.example', '/%5Cevil.example'],
  ...['/connections?next=//evil.example', '/%2f%2fevil.example', '///evil.example'],
  ...['/connections/..//evil.example', '/.//evil.example', '/%09/evil.example'],
]

export const browserDoors: SecurityGroup = {
  title: 'Doors: browsers',
  cases: [
    {
      attack: 'a copy of the session cookie after signing out',
      expected: 'page 302 /sign-in, API 401 E_UNAUTHORIZED_ACCESS',
      run: copiedCookie,
    },
    {
      attack: 'a session that was planted before signing in',
      expected: 'page 302 /sign-in, and another id',
      run: plantedCookie,
    },
    {
      attack: 'a session cookie with a byte of another one',
      expected: 'page 302 /sign-in',
      run: alteredCookie,
    },
    {
      attack: 'scripts that read the session cookie, and sites that send it',
      expected: 'HttpOnly, SameSite=Lax',
      run: ({ product }) => attributes(product.origin),
    },
    {
      attack: 'the same where the address is https',
      expected: '__Host-, HttpOnly, Secure, SameSite=Lax',
      run: async (world) => attributes((await world.strict()).origin),
    },
    ...FORGERIES.flatMap(([attack, headers]) => forgeries(attack, headers)),
    ...ELSEWHERE.map((path) => ({
      attack: `asking for \`${path}\`, then signing in`,
      expected: 'stays here',
      run: (world: World) => leadsTo(world, (browser) => browser.get(path)),
    })),
    {
      attack: '`Referer` of another site, with a form that is refused',
      expected: 'stays here',
      run: (world) => sentBack(world),
    },
    {
      attack: 'accepting an invitation by a form of another site (no token)',
      expected: 'nobody joined',
      run: foreignAcceptance,
    },
    {
      attack: 'signing in by a form of another site (no token)',
      expected: 'no session',
      run: foreignSignIn,
    },
  ],
}

function forgeries(
  attack: string,
  headersOf: (world: World) => Promise<object> | object
): SecurityCase[] {
  const isPlain = attack.includes('text/plain')
  return [
    {
      attack: `a change by cookie ${attack}, on the API`,
      expected: `every route: ${FORGED}`,
      run: async (world) => {
        const browser = await world.browser(world.editor)
        const headers = await headersOf(world)
        const changes = world.operations.filter(({ method, isOpen }) => method !== 'GET' && !isOpen)
        const outcomes: (readonly [string, string])[] = []
        for (const operation of changes) {
          const { method, path } = operation
          const init = { headers: { 'content-type': 'application/json', ...headers }, body: '{}' }
          const answer = await browser.request(method, `/api/v2${addressOf(operation)}`, init)
          const code = JSON.parse(await answer.text()).errors?.[0]?.code
          outcomes.push([`${method} ${path}`, told({ status: answer.status, code })])
        }
        return `every route: ${together(outcomes)}`
      },
    },
    {
      attack: `signing somebody out ${attack}`,
      expected: isPlain ? '415, still signed in' : 'refused, still signed in',
      run: async (world) => {
        const browser = await world.browser(world.editor)
        const headers = { 'content-type': 'application/json', ...(await headersOf(world)) }
        const answer = await browser.request('POST', '/sign-out', { headers, body: '{}' })
        const page = await browser.get('/connections')
        const refusal = answer.status === 302 || answer.status === 403 ? 'refused' : answer.status
        return `${isPlain ? answer.status : refusal}, ${page.status === 200 ? 'still signed in' : 'signed out'}`
      },
    },
  ]
}

async function visitor(origin: string): Promise<CookieClient> {
  const browser = new CookieClient(origin)
  await browser.page('/sign-in')
  return browser
}

async function copiedCookie(world: World): Promise<string> {
  const browser = await world.browser(world.editor)
  const copy = copyOf(browser, world)
  await browser.submit('/sign-out')
  const page = await copy.get('/connections')
  const api = await copy.get('/api/v2/connectors')
  const { errors } = (await api.json()) as { errors?: { code: string }[] }
  const code = errors?.[0]?.code ?? null
  return `page ${placed(page)}, API ${told({ status: api.status, code })}`
}

async function plantedCookie(world: World): Promise<string> {
  const browser = await visitor(world.product.origin)
  const planted = copyOf(browser, world)
  const { email, password } = world.editor
  await browser.submit('/sign-in', { email, password })
  const isOther = browser.cookie(SESSION) !== planted.cookie(SESSION)
  return `page ${placed(await planted.get('/connections'))}, and ${isOther ? 'another' : 'the same'} id`
}

async function alteredCookie(world: World): Promise<string> {
  const browser = await world.browser(world.editor)
  for (const [name, value] of browser.cookies()) {
    const at = Math.floor(value.length / 2)
    const other = value[at] === 'A' ? 'B' : 'A'
    browser.keep(name, value.slice(0, at) + other + value.slice(at + 1))
  }
  return `page ${placed(await browser.get('/connections'))}`
}

function copyOf(browser: CookieClient, { product }: World): CookieClient {
  const copy = new CookieClient(product.origin)
  for (const [name, value] of browser.cookies()) copy.keep(name, value)
  return copy
}

function placed(answer: Response): string {
  return [answer.status, answer.headers.get('location')].filter(Boolean).join(' ')
}

/** What every cookie that holds something has, but the one that scripts must read. */
async function attributes(origin: string): Promise<string> {
  const answer = await fetch(`${origin}/sign-in`)
  const lines = answer.headers.getSetCookie().filter((line) => !/^XSRF-TOKEN=/.test(line))
  const wanted = ['__Host-', 'HttpOnly', 'Secure', 'SameSite=Lax'] as const
  const session = lines.filter((line) => line.includes(SESSION))
  const has = (one: string) =>
    one === '__Host-'
      ? session.length > 0 && session.every((line) => line.startsWith(one))
      : lines.length > 0 && lines.every((line) => line.includes(one))
  return wanted.filter(has).join(', ') || 'none'
}

async function leadsTo(
  world: World,
  before: (browser: CookieClient) => Promise<Response>
): Promise<string> {
  const browser = new CookieClient(world.product.origin)
  await before(browser)
  await browser.page('/sign-in')
  const { email, password } = world.editor
  const answer = await browser.submit('/sign-in', { email, password })
  return stays(answer.headers.get('location'))
}

async function sentBack(world: World): Promise<string> {
  const browser = await visitor(world.product.origin)
  const answer = await browser.submit('/sign-in', {}, { referer: 'https://evil.example/' })
  return stays(answer.headers.get('location'))
}

/** As browsers read an address: a backslash is a slash, and a tab is nothing. */
function stays(location: string | null): string {
  const url = URL.parse(location ?? '', 'http://here.example')
  return url?.host === 'here.example' ? 'stays here' : `leads to ${location}`
}

async function foreignSignIn(world: World): Promise<string> {
  const browser = new CookieClient(world.product.origin)
  const { email, password } = world.stranger
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ email, password }).toString()
  await browser.request('POST', '/sign-in', { headers, body })
  const page = await browser.get('/connections')
  return page.status === 302 ? 'no session' : 'a session'
}

async function foreignAcceptance(world: World): Promise<string> {
  const { url } = await world.ours.newInvitation('forged')
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  const body = 'password=a+long+password+of+somebody'
  await world.send(new URL(url).pathname, { method: 'POST', headers, body })
  const { text } = await world.api(world.admin, 'GET', '/members')
  return text.includes('forged@') ? 'somebody joined' : 'nobody joined'
}
