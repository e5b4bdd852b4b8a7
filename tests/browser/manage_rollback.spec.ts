import { test } from '@japa/runner'
import type { Page } from 'playwright'
import DatabaseConnection from '#models/database_connection'
import { choose, lookingAt } from '#tests/browser/listed'

const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })

/** Answers what would change a connection, once the list has shown it as changed. */
async function refuse(page: Page, status: number, message: string) {
  const seen = Promise.withResolvers<void>()
  await page.route('**/api/v2/connectors/*', async (route) => {
    if (route.request().method() === 'GET') return route.continue()
    await seen.promise
    if (status === 0) return route.abort()
    return route.fulfill({ status, json: { errors: [{ code: 'E_TEST', message }] } })
  })
  return seen.resolve
}

const REFUSALS = [
  { what: 'a lost network', status: 0, message: 'Varlor could not be reached.' },
  { what: 'a role that was taken away', status: 403, message: 'Your role does not allow this.' },
  { what: 'somebody faster', status: 409, message: 'Somebody else changed this.' },
]

test.group('What is done from the list', (group) => {
  group.each.timeout(60_000)

  for (const { what, status, message } of REFUSALS) {
    test(`is seen at once, and comes back with its reason: deleting, with ${what}`, async ({
      assert,
      browserContext,
    }) => {
      const visitor = await lookingAt(browserContext, ['Billing', 'Sales'])
      const { page } = visitor
      const answer = await refuse(page, status, message)
      await choose(visitor, 'Billing', 'Delete')
      await visitor.button('Delete').click()
      await link(page, 'Billing').waitFor({ state: 'detached' })
      await visitor.until(`document.activeElement.textContent === 'Sales'`)
      answer()
      await link(page, 'Billing').waitFor()
      const toast = page.getByRole('alert').filter({ hasText: 'Billing is back' })
      await toast.getByText(message).waitFor()
      await visitor.assertAccessible(assert)
      assert.deepEqual(
        visitor.complaints.filter((one) => !one.includes('ERR_FAILED')),
        []
      )
    })
  }

  test('is seen at once, and comes back: sharing and tags', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, ['Billing'], { tags: ['finance'] })
    const { page } = visitor
    const row = page.getByRole('row', { name: /Billing/ })
    const answer = await refuse(page, 403, 'Your role does not allow this.')
    await choose(visitor, 'Billing', 'Make private')
    await row.getByText('Only you').waitFor()
    answer()
    await row.getByText('Team', { exact: true }).waitFor()
    await page.getByText('Billing is shared again: it was not made private').waitFor()

    await choose(visitor, 'Billing', 'Tags')
    await page.getByRole('combobox', { name: 'Tags' }).fill('monthly')
    await visitor.button('Save tags').click()
    await page.getByText('Billing has its tags back: they were not saved').waitFor()
    assert.equal(await row.getByText('monthly').count(), 0)
    assert.deepEqual(visitor.complaints, [])
  })

  test('is kept: sharing, tags, and a copy', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, ['Billing'], { tags: ['finance'] })
    const { page, user } = visitor
    await choose(visitor, 'Billing', 'Make private')
    await page.getByText('Only you see Billing now.').waitFor()
    await visitor.button('Edit the tags of Billing').click()
    await page.getByRole('combobox', { name: 'Tags' }).press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await visitor.button('Edit the tags of Billing').click()
    await page.getByRole('combobox', { name: 'Tags' }).fill('monthly')
    await visitor.button('Save tags').click()
    await page
      .getByRole('row', { name: /Billing/ })
      .getByText('monthly')
      .waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await choose(visitor, 'Billing', 'Duplicate')
    await link(page, 'Billing (2)').waitFor()
    await page.getByText('Billing (2) is saved').waitFor()
    await page.getByRole('alert').getByRole('button', { name: 'Edit' }).click()
    await visitor.field('Host').waitFor()

    const rows = await DatabaseConnection.query().where('tenant_id', user.tenantId).preload('tags')
    assert.sameDeepMembers(
      rows.map(({ name, visibility, tags }) => [name, visibility, tags.length]),
      [
        ['Billing', 'private', 2],
        ['Billing (2)', 'private', 2],
      ]
    )
    assert.deepEqual(visitor.complaints, [])
  })

  test('is offered to its owner only where it gives the password away', async ({
    assert,
    browserContext,
  }) => {
    const visitor = await lookingAt(browserContext, ['Billing'])
    const { page, user } = visitor
    const { UserFactory } = await import('#database/factories/user_factory')
    const other = await UserFactory.merge({ tenantId: user.tenantId }).create()
    await DatabaseConnection.query()
      .where('tenant_id', user.tenantId)
      .update({ owner_id: other.id })
    await visitor.open('/connections')
    await visitor.button('Actions for Billing').click()
    await page.getByRole('menuitem', { name: 'Edit' }).waitFor()
    assert.equal(await page.getByRole('menuitem', { name: 'Duplicate' }).count(), 0)
    assert.equal(await page.getByRole('menuitem', { name: 'Make private' }).count(), 0)
  })

  test('names what depends on it before it is deleted', async ({ assert, browserContext }) => {
    const visitor = await lookingAt(browserContext, ['Billing'])
    const { page, user } = visitor
    const { default: PasswordSchedule } = await import('#models/password_schedule')
    const { DateTime } = await import('luxon')
    const { id } = await DatabaseConnection.findByOrFail({ tenant_id: user.tenantId })
    const nextAt = DateTime.utc().plus({ days: 30 })
    await PasswordSchedule.create({
      ...{ connectionId: id, tenantId: user.tenantId, everyDays: 30, nextAt },
    })
    await choose(visitor, 'Billing', 'Delete')
    await page.getByText('Its password is changed every 30 days.').waitFor()
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })
})
