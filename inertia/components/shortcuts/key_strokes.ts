import type { Shortcut } from '~/stores/shortcuts'

/** What of a keyboard event counts. */
export interface Stroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** As shortcuts spell it; null for what is never part of one. */
export function strokeName({ key, ctrlKey, metaKey, altKey }: Stroke): string | null {
  if (altKey || ['Control', 'Meta', 'Shift', 'Alt', 'AltGraph'].includes(key)) return null
  return ctrlKey || metaKey ? `mod+${key.toLowerCase()}` : key
}

/**
 * The shortcut that a stroke completes after those before it, or the strokes that more may follow; the last of equals
 * wins, which is the page's.
 */
export function completed(
  shortcuts: readonly Shortcut[],
  before: string,
  stroke: string
): { shortcut: Shortcut | null; begun: string } {
  for (const strokes of before ? [`${before} ${stroke}`, stroke] : [stroke]) {
    const shortcut = shortcuts.findLast(({ keys, run }) => run && keys === strokes)
    if (shortcut) return { shortcut, begun: '' }
    if (shortcuts.some(({ keys }) => keys.startsWith(`${strokes} `))) {
      return { shortcut: null, begun: strokes }
    }
  }
  return { shortcut: null, begun: '' }
}
