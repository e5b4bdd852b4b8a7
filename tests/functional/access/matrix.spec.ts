import router from '@adonisjs/core/services/router'
import limiter from '@adonisjs/limiter/services/main'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { Cast } from '#tests/functional/access/cast'
import { Things } from '#tests/functional/access/things'
import {
  expectations,
  PLACES,
  WHO,
  type Row,
  type Who,
} from '#tests/functional/access/expectations'
import { send } from '#tests/support/api_person'

interface Answer {
  status: number
  headers: Headers
  text: string
}

/** A place that the address does not speak of. */
const ANYWHERE = ['']

test.group('Who may do what: every route, everybody, whosever it is', (group) => {
  let cast: Cast
  let things: Things
  group.setup(async () => {
    cast = await Cast.assemble()
    things = new Things(cast)
  })
  group.each.setup(() => limiter.clear())

  test('every route has a row, and every row a route', ({ assert }) => {
    const routes = Object.values(router.toJSON())
      .flat()
      .flatMap(({ methods, pattern }) =>
        methods.filter((method) => method !== 'HEAD').map((method) => `${method} ${pattern}`)
      )

    assert.isNotEmpty(routes)
    assert.sameMembers(Object.keys(expectations), routes)
  })

  for (const [route, row] of Object.entries(expectations)) {
    test(route, async ({ assert }) => {
      const expected: Record<string, number> = {}
      const actual: Record<string, number> = {}
      for (const who of WHO) {
        for (const [index, place] of (row.names ? PLACES[row.names] : ANYWHERE).entries()) {
          if (who === 'stranger' && place === 'foreign') continue
          const status = row[who]
          const cell = place ? `${who}, ${place}` : who
          expected[cell] = typeof status === 'number' ? status : (status[index] ?? 0)
          const id = row.names && (await find(row, place, who))
          const answer = await ask(route, row, who, id)
          actual[cell] = answer.status
          if (answer.status === 404 && isHidden(place, who)) {
            const missing = await ask(route, row, who, uuid())
            assert.deepEqual(anonymous(answer, id), anonymous(missing), cell)
          }
        }
      }
      assert.deepEqual(actual, expected)
    })
  }

  function find({ names, consumes }: Row, place: string, who: Who): Promise<string> {
    if (!names) throw new Error('The address names nothing')
    return things.find(names, place, who, { consumed: consumes ?? false })
  }

  async function ask(route: string, row: Row, who: Who, id = ''): Promise<Answer> {
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(/:(\w+)/g, (_, name: string) => row.params?.[name] ?? id)
    const address = path + (row.query ?? '')
    if (pattern.startsWith('/api/v2')) {
      const body = method === 'GET' ? undefined : (row.body?.(`matrix-${uuid()}`) ?? {})
      return send(method, address.slice('/api/v2'.length), body, await cast.headersOf(who))
    }
    const browser = await cast.browserOf(who)
    const headers = pageHeaders(who, await cast.headersOf(who))
    const response = await browser.request(method, address, { headers })
    const { status } = response
    return { status, headers: response.headers, text: await response.text() }
  }
})

/** What somebody may not even learn the existence of. */
function isHidden(place: string, who: Who): boolean {
  return who === 'stranger' || ['private', 'colleague', 'foreign'].includes(place)
}

/** To pages and checks, a program sends its token, which means nothing there; browsers send cookies only. */
function pageHeaders(who: Who, headers: Record<string, string>): Record<string, string> {
  return who.startsWith('token') ? { ...headers, accept: 'text/html' } : { accept: 'text/html' }
}

/** An answer without what differs from one request to the next; dates, lengths of ids and cookies are alike. */
function anonymous({ status, headers, text }: Answer, id?: string) {
  const names = [...headers.keys()].sort()
  return { status, names, text: withoutIds(id ? text.replaceAll(id, '') : text) }
}

function withoutIds(text: string): string {
  return text.replace(
    /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}|"n(ow|once)":"[^"]*"|nonce="[^"]*"/g,
    ''
  )
}
