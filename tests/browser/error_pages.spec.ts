import { test } from '@japa/runner'
import app from '@adonisjs/core/services/app'
import { ApiError } from '#exceptions/api_error'
import { ConnectionService } from '#services/connection_service'
import { Visitor } from '#tests/browser/visitor'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

interface Failing {
  status: number
  path: string
  title: string
  /** The way on that it offers first. */
  wayOn: string
  /** What happens to whoever asks for the connections. */
  failure?: Error
}

const HOME = 'Go to your connections'
const AGAIN = 'Try again'
const away = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

const PAGES: Failing[] = [
  { status: 404, path: '/no-such-page', title: 'There is nothing here', wayOn: HOME },
  {
    status: 404,
    path: '/connections/00000000-0000-4000-8000-000000000000',
    title: 'There is nothing here',
    wayOn: HOME,
  },
  {
    status: 403,
    path: '/settings/members',
    title: 'Your role does not allow this',
    wayOn: HOME,
  },
  {
    status: 429,
    path: '/connections',
    title: 'Too many requests',
    wayOn: AGAIN,
    failure: new ApiError('E_TOO_MANY_REQUESTS'),
  },
  {
    status: 500,
    path: '/connections',
    title: 'Something went wrong on this server',
    wayOn: AGAIN,
    failure: new Error('secret of the inside'),
  },
  {
    status: 503,
    path: '/connections',
    title: 'Varlor cannot answer just now',
    wayOn: AGAIN,
    failure: away,
  },
]

function breakConnections(failure: Error) {
  app.container.swap(ConnectionService, () => {
    return { list: () => Promise.reject(failure) } as unknown as ConnectionService
  })
}

test.group('A page that cannot be shown', (group) => {
  group.each.timeout(60_000)
  group.each.teardown(() => app.container.restore(ConnectionService))

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const { status, path, title, wayOn, failure } of PAGES) {
      test(`says why and leads on: ${status} of ${path}, in the ${colorScheme}`, async ({
        assert,
        browser,
      }) => {
        const context = await browser.newContext({ colorScheme, baseURL: ORIGIN })
        const visitor = await Visitor.known(context, 'viewer')
        const { page } = visitor
        if (failure) breakConnections(failure)
        const answer = await page.goto(path)
        assert.equal(answer?.status(), status)
        await page.getByRole('heading', { level: 1, name: title }).waitFor()
        assert.equal(await page.title(), `${title} · Varlor`)
        assert.notInclude(await page.content(), 'secret of the inside')
        await page.getByText(answer?.headers()['x-request-id'] ?? 'no id').waitFor()
        await visitor.assertAccessible(assert)

        app.container.restore(ConnectionService)
        await page.getByText(wayOn, { exact: true }).click()
        await page.getByRole('heading', { level: 1, name: 'Connections' }).waitFor()
        await context.close()
      })
    }
  }
})
