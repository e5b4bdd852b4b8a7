import { test } from '@japa/runner'
import type { BrowserContext, Page } from 'playwright'
import { choose, listed } from '#tests/browser/listed'
import { Visitor } from '#tests/browser/visitor'

/** Notes, frame by frame, whatever moves or fades for longer than anybody can see. */
const WATCH = `{
  globalThis.moved = new Set()
  const look = () => {
    for (const animation of document.getAnimations()) {
      const { activeDuration } = animation.effect.getComputedTiming()
      const { tagName, className } = animation.effect.target
      if (activeDuration > 1) moved.add([tagName, className, animation.animationName ?? animation.transitionProperty].join(' '))
    }
    requestAnimationFrame(look)
  }
  look()
}`

const moved = (page: Page) => page.evaluate<string[]>('[...moved]')

/** What opens, closes, slides, fades or turns, all of it once. */
async function walk(context: BrowserContext, reducedMotion: 'reduce' | 'no-preference') {
  const visitor = await Visitor.known(context, 'admin')
  const { page } = visitor
  await page.emulateMedia({ reducedMotion })
  await page.addInitScript(WATCH)
  await listed(visitor.user, ['Sales', 'Stock'])
  await visitor.open('/connections')
  await choose(visitor, 'Sales', 'Tags')
  await page.getByRole('dialog').getByText('Tags of Sales').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await choose(visitor, 'Stock', 'Test')
  await page.getByRole('row', { name: /Stock/ }).getByText('Failed').waitFor()
  await page.keyboard.press('Control+k')
  await visitor.focusReaches('[role=combobox]')
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await visitor.button('Connect Database').click()
  await visitor.button('PostgreSQL').click()
  await visitor.field('Host').waitFor()
  await page.keyboard.press('Escape')
  await visitor.button(/^Account of/).click()
  await page.getByText('Dark', { exact: true }).click()
  await page.getByRole('link', { name: 'Audit' }).click()
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await visitor.button('Open the menu').click()
  await page.getByRole('dialog').getByRole('link', { name: 'Settings' }).click()
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor()
  return page
}

test.group('Whoever wants less motion', (group) => {
  group.each.timeout(60_000)

  test('sees nothing slide, fade or turn', async ({ assert, browserContext }) => {
    assert.deepEqual(await moved(await walk(browserContext, 'reduce')), [])
  })

  test('sees what others see move', async ({ assert, browserContext }) => {
    assert.isNotEmpty(await moved(await walk(browserContext, 'no-preference')))
  })
})
