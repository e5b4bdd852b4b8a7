import { test } from '@japa/runner'
import { listed } from '#tests/browser/listed'
import { examplesOf } from '#tests/browser/page_examples'
import { pageVisits } from '#tests/browser/page_routes'
import { Visitor } from '#tests/browser/visitor'

const ORIGIN = `http://127.0.0.1:${process.env.PORT}`

/** The narrowest phone, and the widest screen. */
const SCREENS = [
  { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  { viewport: { width: 3840, height: 2160 } },
]

/** What reaches beyond the screen although nothing scrolls there: somebody would never see it. */
const LOST = `[...document.querySelectorAll('a, button, input, select, h1')]
  .filter((element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
  .filter((element) => !element.closest('[class*=skip], [role=grid], [data-scrolls]'))
  .filter((element) => {
    const { left, right, width } = element.getBoundingClientRect()
    return width > 1 && (left < -1 || right > innerWidth + 1)
  })
  .map((element) => element.outerHTML.slice(0, 120))`

test.group('Every page, on any screen', (group) => {
  group.each.timeout(120_000)

  for (const screen of SCREENS) {
    const { width } = screen.viewport
    test(`fits a screen of ${width} pixels without scrolling sideways`, async ({
      assert,
      browser,
    }) => {
      const context = await browser.newContext({ ...screen, baseURL: ORIGIN })
      const stranger = await browser.newContext({ ...screen, baseURL: ORIGIN })
      const member = await Visitor.known(context, 'admin')
      const guest = await Visitor.arrive(stranger)
      for (const { path, isPublic } of pageVisits(await examplesOf(member.user))) {
        const { page } = isPublic ? guest : member
        await (isPublic ? guest : member).open(String(path))
        await page.getByRole('heading', { level: 1 }).waitFor()
        const widest = await page.evaluate<number>('document.documentElement.scrollWidth')
        assert.isAtMost(widest, width, `${path} scrolls sideways`)
        assert.deepEqual(await page.evaluate<string[]>(LOST), [], `${path} loses something`)
      }
      await context.close()
      await stranger.close()
    })
  }

  test('has menus that a finger hits', async ({ assert, browser }) => {
    const context = await browser.newContext({ ...SCREENS[0], baseURL: ORIGIN })
    const visitor = await Visitor.known(context)
    await listed(visitor.user, ['Sales'])
    await visitor.open('/connections')
    await visitor.button('Actions for Sales').tap()
    const items = visitor.page.getByRole('menuitem')
    await items.first().waitFor()
    for (const item of await items.all()) {
      assert.isAtLeast((await item.boundingBox())?.height ?? 0, 44, await item.innerText())
    }
    await context.close()
  })
})
