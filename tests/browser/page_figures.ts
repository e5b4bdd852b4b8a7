import type { Page } from 'playwright'

/** How a page came up, as its browser measured it. */
export interface PageFigures {
  /** Milliseconds from the request to the first and to the largest thing painted. */
  firstPaint: number
  largestPaint: number
  /** How far things jumped, as a share of the screen; what follows a key or a click does not count. */
  layoutShift: number
}

const OBSERVE = `{
  const figures = { firstPaint: 0, largestPaint: 0, layoutShift: 0 }
  globalThis.pageFigures = figures
  const observe = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') figures.firstPaint = entry.startTime
  })
  observe('largest-contentful-paint', (entry) => (figures.largestPaint = entry.startTime))
  observe('layout-shift', (entry) => {
    if (!entry.hadRecentInput) figures.layoutShift += entry.value
  })
}`

/** Has every page that is opened from now on measured. */
export function measurePages(page: Page): Promise<unknown> {
  return page.addInitScript(OBSERVE)
}

/** Of the page that is open, once it has been painted after all that was loaded. */
export async function pageFigures(page: Page): Promise<PageFigures> {
  await page.waitForLoadState('networkidle')
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))')
  return page.evaluate<PageFigures>('globalThis.pageFigures')
}
