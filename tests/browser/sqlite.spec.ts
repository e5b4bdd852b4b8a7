import { join } from 'node:path'
import { test } from '@japa/runner'
import connectorsConfig from '#config/connectors'
import { sqlite } from '#connectors/sqlite/engine'
import { Visitor } from '#tests/browser/visitor'

test.group('Connecting a SQLite file', () => {
  test('asks only for the file, and shows its tables', async ({ assert, browserContext }) => {
    const visitor = await Visitor.signedIn(browserContext)
    const { page, user } = visitor
    const folder = join(connectorsConfig.filesDir, user.tenantId)
    await sqlite.sample?.create(join(folder, 'shop.sqlite'))

    await visitor.button('Connect Database').click()
    await visitor.button('SQLite').click()
    await visitor.fill({ File: 'shop.sqlite.bak' })
    await visitor.button('Test connection').click()
    await visitor.focusReaches('[name="config.file"]')
    assert.equal(await visitor.field('File').getAttribute('aria-invalid'), 'true')

    await visitor.fill({ File: 'shop.sqlite' })
    await visitor.button('Test connection').click()
    await page.getByText('It works').waitFor()
    await visitor.button('Save connection').click()
    await page.getByRole('treeitem', { name: /customers/ }).click()
    await page.getByRole('columnheader', { name: /email/ }).waitFor()
    assert.equal(await page.getByRole('row').count(), 11)
    await visitor.assertAccessible(assert)
    assert.deepEqual(visitor.complaints, [])
  })
})
