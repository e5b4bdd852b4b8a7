import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { DateTime } from 'luxon'
import type { BrowserContext } from 'playwright'
import { UserFactory } from '#database/factories/user_factory'
import ApiToken from '#models/api_token'
import DatabaseConnection from '#models/database_connection'
import User from '#models/user'
import { apiTokenText } from '#services/auth/secret_texts'
import { ConnectionService } from '#services/connection_service'
import { Visitor } from '#tests/browser/visitor'
import { actorOf } from '#tests/support/backups'

const baseURL = `http://127.0.0.1:${process.env.PORT}`
const schemes = ['light', 'dark'] as const

/** An administrator on a page of the settings, with a colleague. */
async function administrator(context: BrowserContext, path: string) {
  const visitor = await Visitor.known(context, 'admin')
  const { tenantId } = visitor.user
  const colleague = await UserFactory.merge({ tenantId, fullName: 'Grace Hopper' }).create()
  await visitor.open(path)
  return { visitor, colleague, page: visitor.page }
}

async function choose(visitor: Visitor, name: string, item: string) {
  await visitor.button(`Actions for ${name}`).click()
  await visitor.page.getByRole('menuitem', { name: item }).click()
}

test.group('Settings', (group) => {
  group.each.timeout(60_000)

  for (const colorScheme of schemes) {
    test(`keep nobody out, in the ${colorScheme}`, async ({ assert, browser }) => {
      const context = await browser.newContext({ colorScheme, baseURL })
      const visitor = await Visitor.signedIn(context, 'admin')
      const { page } = visitor
      for (const name of ['Members', 'API tokens', 'Keys', 'Limits']) {
        await visitor.open(`/settings/${name.split(' ').at(-1)?.toLowerCase()}`)
        await page.getByRole('heading', { level: 1, name }).waitFor()
        await visitor.assertAccessible(assert)
      }
      await visitor.open('/settings/members')
      await visitor.button('Invite').click()
      await page.getByRole('dialog').waitFor()
      await visitor.assertAccessible(assert)
      await visitor.open('/settings/tokens')
      await visitor.button('New token').click()
      await page.getByRole('dialog').waitFor()
      await visitor.assertAccessible(assert)
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }

  for (const role of ['viewer', 'editor'] as const) {
    test(`show ${role}s what is theirs, and say that the rest is not`, async ({
      assert,
      browserContext,
    }) => {
      const visitor = await Visitor.known(browserContext, role)
      const { page } = visitor
      await visitor.open('/settings')
      assert.equal(new URL(page.url()).pathname, '/settings/tokens')
      assert.equal(await page.getByRole('navigation', { name: 'Settings' }).count(), 0)
      for (const path of ['members', 'keys', 'limits']) {
        const answer = await page.goto(`/settings/${path}`)
        assert.equal(answer?.status(), 403)
        await page.getByRole('heading', { name: 'Your role does not allow this' }).waitFor()
      }
      await visitor.assertAccessible(assert)
      assert.deepEqual(visitor.complaints, [])
    })
  }

  test('fit a narrow phone without scrolling sideways', async ({ assert, browser }) => {
    const context = await browser.newContext({
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      baseURL,
    })
    const visitor = await Visitor.signedIn(context, 'admin')
    for (const path of ['members', 'tokens', 'keys', 'limits']) {
      await visitor.open(`/settings/${path}`)
      const width = await visitor.page.evaluate<number>('document.documentElement.scrollWidth')
      assert.isAtMost(width, 360, path)
    }
    await context.close()
  })

  test('come with their rows in the HTML', async ({ assert, browser, browserContext }) => {
    const { visitor } = await administrator(browserContext, '/settings/members')
    const scriptless = await browser.newContext({
      javaScriptEnabled: false,
      storageState: await browserContext.storageState(),
      baseURL,
    })
    const page = await scriptless.newPage()
    await page.goto('/settings/members')
    assert.isTrue(await page.getByRole('row', { name: /Grace Hopper/ }).isVisible())
    await page.goto('/settings/limits')
    assert.isTrue(await page.getByRole('row', { name: /Exports/ }).isVisible())
    assert.deepEqual(visitor.complaints, [])
    await scriptless.close()
  })
})

test.group('Members', (group) => {
  group.each.timeout(60_000)

  test('somebody is invited by a link that is shown once, and it can be withdrawn', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page } = await administrator(browserContext, '/settings/members')
    const email = `${visitor.user.id}@invited.example.com`
    await visitor.button('Invite').click()
    await visitor.field('Email').fill(email)
    await page.getByRole('radio', { name: 'Viewer' }).check()
    await visitor.button('Make the link').click()
    const link = await page.getByRole('group', { name: 'Link' }).textContent()
    assert.match(link ?? '', /\/invitations\/vli_\w{49}$/)
    await visitor.assertAccessible(assert)
    await visitor.button('Done').click()
    const row = page.getByRole('row', { name: new RegExp(email) })
    await row.getByText('Viewer', { exact: true }).waitFor()
    assert.notInclude(await page.content(), 'vli_')

    await visitor.button(`Withdraw the invitation of ${email}`).click()
    await visitor.button('Withdraw').click()
    await row.waitFor({ state: 'detached' })
    await page.getByText('Nobody is invited just now.').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('whoever is a member already is not invited, and the dialog says so', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, colleague, page } = await administrator(browserContext, '/settings/members')
    await visitor.button('Invite').click()
    await visitor.field('Email').fill(colleague.email)
    await visitor.button('Make the link').click()
    await page.getByRole('dialog').getByText('The invitation was not made').waitFor()
    assert.equal(await visitor.field('Email').inputValue(), colleague.email)
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })

  test('a role is changed', async ({ assert, browserContext }) => {
    const { visitor, colleague, page } = await administrator(browserContext, '/settings/members')
    await choose(visitor, 'Grace Hopper', 'Change role')
    assert.isTrue(await visitor.button('Change role').isDisabled())
    await page.getByRole('radio', { name: 'Viewer' }).check()
    await visitor.button('Change role').click()
    await page.getByText('Grace Hopper is now a viewer.').waitFor()
    await page
      .getByRole('row', { name: /Grace Hopper/ })
      .getByText('Viewer')
      .waitFor()
    assert.equal((await User.findOrFail(colleague.id)).role, 'viewer')
    assert.deepEqual(visitor.complaints, [])
  })

  test('the last administrator stays, and the dialog says why', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, page } = await administrator(browserContext, '/settings/members')
    await choose(visitor, 'Ada Lovelace', 'Deactivate')
    await page.getByRole('dialog', { name: 'Deactivate yourself?' }).waitFor()
    await visitor.button('Deactivate').click()
    await page.getByText('This is the last administrator of the team.').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Cancel').click()
    await choose(visitor, 'Ada Lovelace', 'Change role')
    await page.getByRole('radio', { name: 'Editor' }).check()
    await visitor.button('Change role').click()
    await page.getByText('Make somebody else an administrator first.').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })

  test('somebody who leaves is out, their connections are handed over, and they may come back', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, colleague, page } = await administrator(browserContext, '/settings/members')
    const service = await app.container.make(ConnectionService)
    const { id } = await service.create(actorOf(colleague), {
      ...{ name: 'Hers', type: 'postgresql', credentials: {}, visibility: 'private', tags: [] },
      config: { host: '127.0.0.1', database: 'sales', username: 'grace' },
    })
    await choose(visitor, 'Grace Hopper', 'Deactivate')
    await page.getByText('Their API tokens are gone').waitFor()
    await visitor.assertAccessible(assert)
    await visitor.button('Deactivate').click()

    await page.getByRole('dialog', { name: 'Hand over the connections of Grace Hopper' }).waitFor()
    await page.getByRole('combobox', { name: 'New owner' }).click()
    await page.getByRole('option', { name: 'Ada Lovelace' }).click()
    await visitor.assertAccessible(assert)
    await visitor.button('Hand over').click()
    await page.getByText('Ada Lovelace now owns 1 more connection.').waitFor()
    const row = page.getByRole('row', { name: /Grace Hopper/ })
    await row.getByText('Deactivated').last().waitFor()
    const connection = await DatabaseConnection.findByOrFail('id', id)
    assert.equal(connection.ownerId, visitor.user.id)

    await choose(visitor, 'Grace Hopper', 'Reactivate')
    await visitor.button('Reactivate').click()
    await row.getByText('Active', { exact: true }).waitFor()
    assert.isNull((await User.findOrFail(colleague.id)).deactivatedAt)
    assert.deepEqual(visitor.complaints, [])
  })
})

test.group('API tokens', (group) => {
  group.each.timeout(60_000)

  test('one is made, shown once, works, and is revoked', async ({ assert, browserContext }) => {
    const visitor = await Visitor.known(browserContext, 'editor')
    const { page } = visitor
    await visitor.open('/settings/tokens')
    await page.getByRole('heading', { name: 'No tokens yet' }).waitFor()
    await visitor.button('New token').click()
    assert.equal(await page.getByRole('checkbox', { name: /audit trail/ }).count(), 0)
    await visitor.button('Make the token').click()
    await page.getByText('Give it a name.').waitFor()
    await visitor.field('Name').fill('nightly report')
    await page.getByRole('checkbox', { name: /List tables/ }).check()
    await visitor.button('Make the token').click()
    const text = await page.getByRole('group', { name: 'Token' }).textContent()
    await visitor.assertAccessible(assert)
    const answer = await fetch(`${baseURL}/api/v2/connectors`, {
      headers: { authorization: `Bearer ${text}` },
    })
    assert.equal(answer.status, 200)
    await page.getByText(`curl -H "Authorization: Bearer ${text}"`).waitFor()
    await visitor.button('Done').click()

    const row = page.getByRole('row', { name: /nightly report/ })
    await row.getByText('connections:read tables:read').waitFor()
    assert.notInclude(await page.content(), text ?? 'vlr_')
    await visitor.button('Revoke nightly report').click()
    await visitor.assertAccessible(assert)
    await visitor.button('Revoke').click()
    await row.waitFor({ state: 'detached' })
    assert.isEmpty(await ApiToken.findManyBy('userId', visitor.user.id))
    assert.deepEqual(visitor.complaints, [])
  })

  test('one that was revoked meanwhile goes from the list, and the dialog says so', async ({
    assert,
    browserContext,
  }) => {
    const { visitor, colleague, page } = await administrator(browserContext, '/settings/tokens')
    const { id } = await ApiToken.create({
      ...{ tenantId: colleague.tenantId, userId: colleague.id, name: 'theirs' },
      ...{ hash: apiTokenText.hash(colleague.id), abilities: ['audit:read'], expiresAt: null },
      createdAt: DateTime.utc(),
    })
    await visitor.open('/settings/tokens')
    await page
      .getByRole('row', { name: /theirs/ })
      .getByText(colleague.email)
      .last()
      .waitFor()
    await visitor.button('Revoke theirs').click()
    await ApiToken.query().where('id', id).delete()
    await visitor.button('Revoke').click()
    await page.getByRole('dialog').getByText('The token was not revoked').waitFor()
    await visitor.button('Keep it').click()
    await page.getByRole('row', { name: /theirs/ }).waitFor({ state: 'detached' })
    assert.deepEqual(visitor.complaints, [])
  })
})

test.group('Limits', () => {
  test('say what is left, and look again', async ({ assert, browserContext }) => {
    const visitor = await Visitor.known(browserContext, 'admin')
    const { page } = visitor
    await visitor.open('/settings/limits')
    const exports = page.getByRole('row', { name: /Exports/ })
    await exports.getByText('10 for your team').waitFor()
    const token = await page.evaluate<string>(
      `decodeURIComponent(document.cookie.match(/XSRF-TOKEN=([^;]+)/)[1])`
    )
    await page.request.post('/api/v2/connectors/export', {
      data: { masked: true },
      headers: { 'x-xsrf-token': token },
    })
    await visitor.button('Refresh').click()
    await exports.getByText('9 for your team').waitFor()
    assert.deepEqual(visitor.complaints, [])
  })
})
