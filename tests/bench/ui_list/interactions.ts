import type { Page } from 'playwright'

export interface Interaction {
  name: string
  /** Makes the page what it has to be before; is not measured. */
  prepare: (page: Page, round: number) => Promise<unknown>
  /** Run in the page. */
  act: (round: number) => string
  /** What the answer is seen by. */
  answered: (round: number) => string
}

const SEARCH = `document.querySelector('[type=search]')`
const type = (text: string) => `{
  const field = ${SEARCH}
  field.focus()
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, '${text}')
  field.dispatchEvent(new InputEvent('input', { bubbles: true }))
}`
/** The row whose place is the end of the table. */
const LAST = `(([...document.querySelectorAll('tbody tr[aria-rowindex]')].at(-1)?.ariaRowIndex ===
  document.querySelector('table').ariaRowCount) ? [...document.querySelectorAll('tbody tr[aria-rowindex]')].at(-1) : null)`
const NAMES = `[...document.querySelectorAll('[data-row-link]')].map((link) => link.textContent)`
/** As it comes, once it answers to clicks and keys. */
export async function openAnew(page: Page): Promise<void> {
  await page.goto('/connections', { waitUntil: 'networkidle' })
  await page.evaluate(`new Promise((resolve) => {
    const main = document.querySelector('main')
    const look = () =>
      document.documentElement.dataset.interactive === 'true' ? resolve() : requestAnimationFrame(look)
    look()
  })`)
}

const typeTwo = async (page: Page) => {
  await openAnew(page)
  await page.getByRole('searchbox').fill('sa')
  await page.getByText(/^(?!5,000).* connections$/).waitFor()
}

/** The rows of the other order are on their way as soon as the pointer is there. */
const pointAtName = async (page: Page) => {
  await openAnew(page)
  const rows = page.waitForResponse(/sort=-name/)
  await page.locator('th[data-column=name] button').hover()
  await (await rows).finished()
}

/** What somebody does in a list whose names `fill` has made. */
export const INTERACTIONS: Interaction[] = [
  {
    name: 'a key in the search: the rows at hand are narrowed',
    prepare: openAnew,
    act: () => type('billing-00'),
    answered: () => `${NAMES}.length < 40 && ${NAMES}.every((name) => name.includes('billing-00'))`,
  },
  {
    name: 'the same: all that match, from the server',
    prepare: typeTwo,
    act: () => type('support-49'),
    answered: () => `${NAMES}[0]?.startsWith('support-49')`,
  },
  {
    name: 'sort by name, the other way round, where the pointer had come to rest',
    prepare: pointAtName,
    act: () => `document.querySelector('th[data-column=name] button').click()`,
    answered: () => `${NAMES}[0]?.startsWith('support-')`,
  },
  {
    name: 'the same out of nowhere: the arrow turns round',
    prepare: openAnew,
    act: () => `document.querySelector('th[data-column=name] button').click()`,
    answered: () => `document.querySelector('th[aria-sort=descending]')`,
  },
  {
    name: 'the same out of nowhere: the rows',
    prepare: openAnew,
    act: () => `document.querySelector('th[data-column=name] button').click()`,
    answered: () => `${NAMES}[0]?.startsWith('support-')`,
  },
  {
    name: 'scroll to the end: room',
    prepare: openAnew,
    act: () => `window.scrollTo(0, document.documentElement.scrollHeight)`,
    answered: () => `${LAST}`,
  },
  {
    name: 'scroll to the end: rows',
    prepare: openAnew,
    act: () => `window.scrollTo(0, document.documentElement.scrollHeight)`,
    answered: () => `${LAST}?.querySelector('[data-row-link]')`,
  },
  {
    name: 'open the menu of a row',
    prepare: async (page) => page.keyboard.press('Escape'),
    act: (round) => `document.querySelectorAll('[data-row-menu]')[${round % 8}].click()`,
    answered: () => `document.querySelector('[role=menuitem]')`,
  },
  {
    name: 'select one',
    prepare: openAnew,
    act: () => `document.querySelectorAll('tbody input[type=checkbox]')[3].click()`,
    answered: () => `document.querySelector('tr[data-selected]')`,
  },
  {
    name: 'select all',
    prepare: openAnew,
    act: () => `document.querySelector('thead input[type=checkbox]').click()`,
    answered: () => `document.querySelectorAll('tr[data-selected]').length > 10`,
  },
]
