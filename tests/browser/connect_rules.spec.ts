import { test } from '@japa/runner'
import { Visitor } from '#tests/browser/visitor'

interface Case {
  engine: string
  field: string
  value: string
  isGood: boolean
  /** What leads to the field. */
  open?: RegExp
}

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
const KEY = '-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----'

/** At the bounds of every kind of field, on either side. */
const CASES: Case[] = [
  { engine: 'PostgreSQL', field: 'Port', value: '65535', isGood: true },
  { engine: 'PostgreSQL', field: 'Port', value: '65536', isGood: false },
  { engine: 'PostgreSQL', field: 'Port', value: '0', isGood: false },
  { engine: 'PostgreSQL', field: 'Host', value: '   ', isGood: false },
  { engine: 'PostgreSQL', field: 'Database', value: `  ${'d'.repeat(63)}  `, isGood: true },
  { engine: 'PostgreSQL', field: 'Database', value: 'd'.repeat(64), isGood: false },
  { engine: 'PostgreSQL', field: 'Username', value: 'a\u0007da', isGood: false },
  { engine: 'PostgreSQL', field: 'Password', value: '••••••••', isGood: false },
  { engine: 'PostgreSQL', field: 'Password', value: '********', isGood: false },
  { engine: 'PostgreSQL', field: 'Password', value: '***secret', isGood: true },
  { engine: 'PostgreSQL', field: 'Password', value: ' ', isGood: true },
  { engine: 'PostgreSQL', field: 'Password', value: 'p'.repeat(1025), isGood: false },
  {
    engine: 'PostgreSQL',
    field: 'Client certificate',
    value: PEM,
    isGood: true,
    open: /^Security/,
  },
  {
    engine: 'PostgreSQL',
    field: 'Client certificate',
    value: 'x',
    isGood: false,
    open: /^Security/,
  },
  {
    engine: 'PostgreSQL',
    field: 'Client certificate',
    value: KEY,
    isGood: false,
    open: /^Security/,
  },
  {
    engine: 'PostgreSQL',
    field: 'Approved certificate',
    value: 'AB',
    isGood: false,
    open: /^Security/,
  },
  { engine: 'SQLite', field: 'File', value: '../other.sqlite', isGood: false },
  { engine: 'SQLite', field: 'File', value: '.hidden', isGood: false },
  { engine: 'SQLite', field: 'File', value: 'sales 2026 (1).sqlite', isGood: true },
  { engine: 'Oracle', field: 'Service name', value: 'a=(b)', isGood: false },
  { engine: 'SQL Server', field: 'Host', value: 'db\\instance', isGood: false },
  { engine: 'Snowflake', field: 'Account', value: 'acme-prod.eu-central-1.aws', isGood: true },
  { engine: 'Snowflake', field: 'Account', value: 'https://acme', isGood: false },
]

const GOOD: Record<string, Record<string, string>> = {
  'PostgreSQL': { Host: '127.0.0.1', Database: 'd', Username: 'u', Port: '9' },
  'SQLite': { File: 'none.sqlite' },
  'Oracle': { 'Host': '127.0.0.1', 'Service name': 's', 'Username': 'u', 'Port': '9' },
  'SQL Server': { Host: '127.0.0.1', Database: 'd', Username: 'u', Port: '9' },
  'Snowflake': { Account: 'a', Username: 'u', Database: 'd' },
}

test.group('The form and the server', (group) => {
  group.each.timeout(120_000)

  test('refuse and let through the same', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    // As the form would have sent it; the answer does not matter here.
    const sent: unknown[] = []
    await page.route('**/api/v2/connectors/test', async (route) => {
      sent.push(route.request().postDataJSON())
      await route.abort()
    })
    await visitor.button('Connect Database').click()
    for (const { engine, field, value, isGood, open } of CASES) {
      const told = `${engine}, ${field}: ${value.slice(0, 40)}`
      await visitor.button(engine).click()
      await visitor.fill(GOOD[engine] ?? {})
      if (open) await visitor.button(open).click()
      const control = visitor.field(field)
      await control.fill(value)
      await visitor.button('Test connection').click()
      if (isGood) await page.getByText('The test did not start').waitFor()
      else await page.locator('[aria-invalid=true]').first().waitFor()
      assert.equal((await control.getAttribute('aria-invalid')) !== 'true', isGood, told)
      assert.lengthOf(sent.splice(0), isGood ? 1 : 0, told)
      await visitor.button('Engines').click()
    }
  })

  test('draw the line at the same place', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page } = visitor
    // Past the form, which lets nobody send what is wrong.
    const answers = await page.evaluate<[string, number][]>(
      `Promise.all(${JSON.stringify(CASES.filter(isSent).map(bodyOf))}.map(async ([told, body]) => {
        const token = decodeURIComponent(/XSRF-TOKEN=([^;]+)/.exec(document.cookie)[1])
        const { status } = await fetch('/api/v2/connectors/test', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'application/json', 'x-xsrf-token': token },
          body: JSON.stringify(body),
        })
        return [told, status]
      }))`
    )
    assert.deepEqual(
      answers.map(([told, status]) => [told, status !== 422]),
      CASES.filter(isSent).map((one) => [bodyOf(one)[0], one.isGood])
    )
  })
})

/** Those of the engine that most of them are about. */
function isSent({ engine }: Case) {
  return engine === 'PostgreSQL'
}

function bodyOf({ field, value }: Case): [string, unknown] {
  const config: Record<string, unknown> = {
    host: '127.0.0.1',
    port: 9,
    database: 'd',
    username: 'u',
  }
  const credentials: Record<string, string> = {}
  const places: Record<string, () => void> = {
    'Port': () => (config.port = Number(value)),
    'Host': () => (config.host = value),
    'Database': () => (config.database = value),
    'Username': () => (config.username = value),
    'Password': () => (credentials.password = value),
    'Client certificate': () => (config.tls = { mode: 'require', cert: value }),
    'Approved certificate': () => (config.tls = { mode: 'require', fingerprint: value }),
  }
  places[field]?.()
  return [`${field}: ${value.slice(0, 40)}`, { type: 'postgresql', config, credentials }]
}
