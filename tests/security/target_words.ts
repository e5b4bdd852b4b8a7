import { BSON, Long } from 'mongodb'
import { join } from 'node:path'
import type { SecurityCase, SecurityGroup } from '#tests/security/case'
import { rogueServer } from '#tests/conformance/rogue_server'
import { createSqlite, folderOf } from '#tests/security/files'
import { told } from '#tests/security/http'
import { together } from '#tests/security/operations'
import { exposed, type ServerEngine, targetAt } from '#tests/security/targets'
import type { World } from '#tests/security/world'
import * as tokens from '#tests/support/standins/sqlserver/tokens'
import { rogueMongodb } from '#tests/unit/connectors/mongodb/rogue_mongodb'
import { refusal, rogueMysql } from '#tests/unit/connectors/mysql/rogue_mysql'
import { message } from '#tests/unit/connectors/postgresql/rogue_postgres'
import { rogueTds, saying } from '#tests/unit/connectors/sqlserver/rogue_tds'

const ESCAPE = '\u001b'
const WORDS = `</script><script>alert(1)</script><img src=x onerror=alert(2)>${ESCAPE}[31m\r\nX-Injected: yes`

/** Each refuses everybody with these words. */
const SPEAKERS: readonly [
  engine: ServerEngine,
  serve: () => Promise<{ port: number; close(): Promise<void> }>,
][] = [
  [
    'postgresql',
    () => {
      const fields = `SFATAL\0CXX000\0M${WORDS}\0D${WORDS}\0H${WORDS}\0\0`
      return rogueServer((socket) => {
        socket.once('data', () => socket.write(message('E', Buffer.from(fields))))
      })
    },
  ],
  ['mysql', () => rogueMysql({ version: `8.0.${WORDS}` }, (_, at) => refusal(at, 65_000, WORDS))],
  [
    'sqlserver',
    () => {
      const error = tokens.error({ number: 65_000, message: WORDS })
      return rogueTds({ login: saying(error, tokens.done(tokens.DONE.error)) })
    },
  ],
  [
    'mongodb',
    () =>
      rogueMongodb({ saslStart: () => ({ ok: 0, code: 65_000, codeName: WORDS, errmsg: WORDS }) }),
  ],
]

/** Names of tables as an engine may allow them. */
const NAMES = [
  ...['../../etc/passwd', '..%2f..%2fetc', 'a"b', "a'b", 'a`b', 'a]b', 'a;drop table b', 'a\\b'],
  ...['<img src=x onerror=alert(1)>', '{{7*7}}', '${7*7}', '=cmd|"/c calc"!A1', 'a\u202egnp.exe'],
  ...['表', '🐘', '%', '%00', '?x=1#y', 'a b', '__proto__', 'constructor', 'tables', ' '],
]

const MEGABYTE = 1024 * 1024

export const targetWords: SecurityGroup = {
  title: 'Hostile targets: what they say',
  cases: [
    ...SPEAKERS.map(([engine, serve]): SecurityCase => ({
      attack: `${engine}: refuses in words of HTML, of terminals and of headers`,
      expected: 'inert in the answer, on the page and in the log',
      run: async (world) => exposed(await serve(), (port) => spoken(world, targetAt(engine, port))),
    })),
    {
      attack: 'tables whose names are paths, markup, SQL, formulas and templates',
      expected: 'every name: listed, and 200 for its rows',
      run: oddNames,
    },
    {
      attack: 'a document of 10,000 fields',
      expected: '200, cut to 1,600 columns',
      run: async (world) => {
        const fields = Array.from({ length: 10_000 }, (_, i) => [`f${i}`, i])
        const { data } = await document(world, Object.fromEntries(fields))
        return `200, cut to ${data.columns.length.toLocaleString('en')} columns`
      },
    },
    {
      attack: 'a document of 15 MB',
      expected: '200, less than 1 MB of it',
      run: async (world) => {
        const { text } = await document(world, { a: 'x'.repeat(15 * MEGABYTE) })
        return `200, ${text.length < MEGABYTE ? 'less than 1 MB' : `${text.length} bytes`} of it`
      },
    },
    {
      attack: 'a document with fields named `__proto__` and `$where`',
      expected: '200, shown as they are',
      run: async (world) => {
        const odd = JSON.parse('{"__proto__":{"isAdmin":true},"$where":"1","a.b":2}')
        const { text } = await document(world, odd)
        return `200, ${text.includes('"__proto__"') ? 'shown as they are' : text}`
      },
    },
  ],
}

/** Saved and tested, so that it is also shown on its page and told in the log. */
async function spoken(world: World, body: object): Promise<string> {
  const name = crypto.randomUUID()
  const before = world.product.output.length
  const { id } = await world.give<{ id: string }>(world.admin, 'POST', '/connectors', {
    ...body,
    name,
  })
  const answer = await world.api(world.admin, 'POST', `/connectors/${id}/test`)
  const page = await (await (await world.browser(world.admin)).get(`/connections/${id}`)).text()
  const log = world.product.output.slice(before)
  const isInert = {
    'the answer': !answer.text.includes(ESCAPE) && !answer.headers.has('x-injected'),
    'the page': page.includes(name) && !/<script>alert|<img src=x/.test(page),
    'the log': !log.includes(ESCAPE) && !/^X-Injected/m.test(log),
  }
  const live = Object.entries(isInert).filter(([, isSo]) => !isSo)
  if (live.length === 0) return 'inert in the answer, on the page and in the log'
  return `live in ${live.map(([where]) => where).join(' and ')}`
}

async function oddNames(world: World): Promise<string> {
  const tables = NAMES.map((name) => `create table "${name.replaceAll('"', '""')}" (a)`)
  const file = 'names.sqlite'
  createSqlite(join(await folderOf(world, world.admin.tenantId), file), tables.join(';'))
  const body = { type: 'sqlite', name: file, config: { file } }
  const { id } = await world.give<{ id: string }>(world.admin, 'POST', '/connectors', body)
  const path = `/connectors/${id}/tables`
  const listed = await world.give<{ name: string }[]>(world.admin, 'GET', path)
  const outcomes: (readonly [string, string])[] = []
  for (const name of NAMES) {
    const isListed = listed.some((table) => table.name === name)
    const rows = await world.api(world.admin, 'GET', `${path}/${encodeURIComponent(name)}/preview`)
    outcomes.push([name, `${isListed ? 'listed' : 'not listed'}, and ${told(rows)} for its rows`])
  }
  return `every name: ${together(outcomes)}`
}

/** What a preview makes of one document. */
async function document(world: World, content: object) {
  const cursor = (name: string, firstBatch: object[]) => ({
    cursor: { firstBatch, id: Long.ZERO, ns: `sales.${name}` },
    ok: 1,
  })
  const bytes = BSON.serialize({ _id: 1, ...content })
  const rogue = await rogueMongodb({
    listCollections: () => cursor('$cmd.listCollections', [{ name: 'c', type: 'collection' }]),
    find: () => cursor('c', [BSON.deserialize(bytes)]),
    count: () => ({ n: 1, ok: 1 }),
  })
  return exposed(rogue, async (port) => {
    const { type, config } = targetAt('mongodb', port, { username: undefined })
    const body = { type, config, name: crypto.randomUUID() }
    const { id } = await world.give<{ id: string }>(world.admin, 'POST', '/connectors', body)
    const { text } = await world.api(
      world.admin,
      'GET',
      `/connectors/${id}/tables/c/preview?schema=sales`
    )
    return { text, data: JSON.parse(text).data }
  })
}
