import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import { InvitationService } from '#services/invitation_service'
import Tenant from '#models/tenant'
import { Visitor } from '#tests/browser/visitor'

const baseURL = `http://127.0.0.1:${process.env.PORT}`

/** The path of a link into the visitor's team. */
async function linkOf({ user }: Visitor): Promise<{ email: string; path: string }> {
  const email = `${uuid()}@example.com`
  const { slug } = await Tenant.findOrFail(user.tenantId)
  const invitations = await app.container.make(InvitationService)
  const { url } = await invitations.inviteTo(slug, { email, role: 'editor' })
  return { email, path: new URL(url).pathname }
}

test.group('An invitation', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`is accepted with a name and a password, in the ${colorScheme}`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({ colorScheme, baseURL })
      const visitor = await Visitor.arrive(context)
      const { page } = visitor
      const { email, path } = await linkOf(visitor)
      await visitor.open(path)
      assert.equal(await visitor.field('Email').inputValue(), email)
      await visitor.assertAccessible(assert)

      await visitor.field('Your name').fill('Grace Hopper')
      await visitor.field('Password').fill('short')
      // As an old browser would send it.
      await page.evaluate(`document.querySelector('form').noValidate = true`)
      await visitor.button('Join').click()
      const password = visitor.field('Password')
      await page.getByText('The password must have at least 8 characters.').waitFor()
      assert.equal(await password.getAttribute('aria-invalid'), 'true')
      assert.equal(await visitor.field('Your name').inputValue(), 'Grace Hopper')
      await visitor.assertAccessible(assert)

      await password.fill('a password of my own')
      await visitor.button('Join').click()
      await page.waitForURL('**/connections')
      await visitor.open(path)
      await page.getByRole('heading', { name: 'This invitation has ended' }).waitFor()
      await visitor.assertAccessible(assert)
      assert.deepEqual(visitor.complaints, [])
      await context.close()
    })
  }
})
