import { test } from '@japa/runner'
import { UserFactory, PASSWORD } from '#database/factories/user_factory'
import { ApiPerson } from '#tests/support/api_person'
import { CookieClient } from '#tests/support/cookie_client'
import { exchange } from '#tests/support/raw_http'
import { startVarlor } from '#tests/support/varlor_process'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`
const NOTHING = "default-src 'none';frame-ancestors 'none'"

const ALWAYS: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** What came over the wire: status and headers, in lower case. */
function parsed(text: string) {
  const [head = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const headers = new Headers(
    lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)])
  )
  return { status: Number(first.split(' ')[1]), headers, body: text.slice(head.length + 4) }
}

function missing(headers: Headers): string[] {
  const wrong = Object.keys(ALWAYS).filter((name) => headers.get(name) !== ALWAYS[name])
  const policies = ['content-security-policy', 'permissions-policy']
  return [...wrong, ...policies.filter((name) => !headers.has(name))]
}

test.group('Headers of every answer', () => {
  for (const [path, status] of [
    ['/sign-in', 200],
    ['/connections', 302],
    ['/no-such-page', 404],
    ['/docs', 200],
    ['/docs/reference.js', 200],
    ['/docs/no-such-file', 404],
    ['/assets/no-such-file.js', 404],
    ['/health/live', 200],
    ['/health/nothing', 404],
    ['/api/v2/openapi.json', 200],
    ['/api/v2/connectors', 401],
    ['/api/v2/no-such-thing', 404],
  ] as const) {
    test(`GET ${path} (${status}) has them`, async ({ assert }) => {
      const response = await fetch(ORIGIN + path, { redirect: 'manual' })
      assert.equal(response.status, status)
      assert.deepEqual(missing(response.headers), [])
      for (const name of ['server', 'x-powered-by', 'strict-transport-security']) {
        assert.isFalse(response.headers.has(name), name)
      }
    })
  }

  for (const [what, bytes, status] of [
    ['no HTTP at all', 'HELO mail.example.com\r\n\r\n', 400],
    ['a method that does not exist', 'FOO / HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    ['headers without an end', `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    ['an address without an end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431],
    ['no host', 'GET /health/live HTTP/1.1\r\n\r\n', 400],
    ['two hosts', 'GET /health/live HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n', 400],
    ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: miracles\r\n\r\n', 400],
    ['an address that cannot be decoded', 'GET /%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n', 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ] as const) {
    test(`${what} is ${status}, with all of them and in the one shape`, async ({ assert }) => {
      const answer = parsed(await exchange(bytes))
      assert.equal(answer.status, status)
      assert.deepEqual(missing(answer.headers), [])
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      const { errors, requestId } = JSON.parse(answer.body)
      assert.match(errors[0].code, /^E_/)
      assert.equal(answer.headers.get('x-request-id'), requestId)
    })
  }

  test('methods that nothing takes are 405, and nothing is echoed', async ({ assert }) => {
    for (const method of ['TRACE', 'OPTIONS', 'PROPFIND']) {
      const head = `${method} /api/v2/connectors HTTP/1.1\r\nHost: x\r\nConnection: close`
      const answer = parsed(await exchange(`${head}\r\nX-Secret: canary\r\n\r\n`))
      assert.equal(answer.status, 405, method)
      assert.equal(answer.headers.get('allow'), 'GET, HEAD, POST')
      assert.notInclude(answer.body, 'canary')
      assert.isFalse(answer.headers.has('access-control-allow-origin'))
    }
    const star = parsed(
      await exchange('OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    )
    assert.isBelow(star.status, 500)
    assert.equal(await exchange('CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n'), '')
  })

  test('HEAD says what GET says, without a body', async ({ assert }) => {
    const [head, get] = await Promise.all(
      ['HEAD', 'GET'].map((method) => fetch(`${ORIGIN}/api/v2/openapi.json`, { method }))
    )
    assert.equal(head?.status, 200)
    assert.equal(head?.headers.get('content-length'), get?.headers.get('content-length'))
    assert.equal(await head?.text(), '')
  })

  test('requests in one breath are answered in their order', async ({ assert }) => {
    const line = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n`
    const text = await exchange(
      `${line('/api/v2/nothing')}\r\n${line('/health/live')}\r\n${line('/api/v2/connectors')}Connection: close\r\n\r\n`
    )
    const statuses = [...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status)
    assert.deepEqual(statuses, ['404', '200', '401'])
  })

  test('what could hold data is kept by no cache, and files by all', async ({ assert }) => {
    const person = await ApiPerson.create()
    const list = await person.get('/connectors')
    assert.equal(list.headers.get('cache-control'), 'no-store')
    const page = await fetch(`${ORIGIN}/sign-in`)
    assert.equal(page.headers.get('cache-control'), 'no-store')
    const script = (await page.text()).match(/src="(\/assets\/[^"]+)"/)?.[1]
    if (!script) return
    const file = await fetch(ORIGIN + script)
    assert.equal(file.headers.get('cache-control'), 'public, max-age=31536000, immutable')
    assert.deepEqual(missing(file.headers), [])
  })

  test('only pages may load anything, and only with the nonce of this answer', async ({
    assert,
  }) => {
    const policyOf = async (path: string) =>
      (await fetch(ORIGIN + path)).headers.get('content-security-policy') ?? ''
    for (const path of ['/api/v2/openapi.json', '/health/live', '/api/v2/nothing']) {
      assert.equal(await policyOf(path), NOTHING)
    }
    for (const path of ['/sign-in', '/no-such-page']) {
      const policy = await policyOf(path)
      assert.match(policy, /script-src 'self' 'nonce-[\w-]{16,}'(;|$)/)
      assert.match(policy, /style-src-elem 'self' 'nonce-[\w-]{16,}'(;|$)/)
      assert.notMatch(policy, /script-src[^;]*unsafe/)
      assert.match(policy, /(^|;)default-src 'none'(;|$)/)
    }
    assert.match(await policyOf('/docs'), /script-src 'self'(;|$)/)
  })
})

test.group('Headers with an https address', () => {
  test('browsers are told to insist on it, and cookies are ours alone', async ({
    assert,
    cleanup,
  }) => {
    const user = await UserFactory.create()
    const server = await startVarlor({ APP_URL: 'https://varlor.example.com' })
    cleanup(() => server.stop())
    const malformed = await exchange('nonsense\r\n\r\n', Number(new URL(server.origin).port))
    assert.match(malformed, /Strict-Transport-Security: max-age=\d{8}\r\n/)

    const browser = new CookieClient(server.origin)
    const page = await browser.get('/sign-in')
    assert.match(page.headers.get('strict-transport-security') ?? '', /^max-age=\d{8}$/)
    await browser.submit('/sign-in', { email: user.email, password: PASSWORD })
    const me = await browser.get('/api/v2/auth/me')
    assert.equal(me.status, 200)

    const cookies = [page, me].flatMap((answer) => answer.headers.getSetCookie())
    assert.isTrue(cookies.some((cookie) => cookie.startsWith('__Host-varlor_session=')))
    for (const cookie of cookies) {
      assert.match(cookie, /; Secure/i)
      assert.match(cookie, /; SameSite=Lax/i)
      assert.match(cookie, /; Path=\//i)
      assert.notMatch(cookie, /; Domain=/i)
      if (!cookie.startsWith('XSRF-TOKEN=')) assert.match(cookie, /; HttpOnly/i)
    }
  })
})
