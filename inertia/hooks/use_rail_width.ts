import { useSyncExternalStore } from 'react'

const STORED_AS = 'varlor-rail'
const NARROW = '(max-width: 75em)'

/**
 * Whether the rail shows only its icons, and the way to change that. The choice is an attribute of the document, which
 * is there before anything is painted (`inertia_layout.edge`); without one the width of the screen decides.
 */
export function useRailWidth() {
  const isCollapsed = useSyncExternalStore(watch, isNowCollapsed, () => false)
  return { isCollapsed, toggle }
}

function isNowCollapsed(): boolean {
  const { rail } = document.documentElement.dataset
  return rail ? rail === 'collapsed' : window.matchMedia(NARROW).matches
}

function toggle(): void {
  const chosen = isNowCollapsed() ? 'expanded' : 'collapsed'
  document.documentElement.dataset.rail = chosen
  try {
    localStorage.setItem(STORED_AS, chosen)
  } catch {
    // A browser that keeps nothing forgets it with the page.
  }
}

function watch(onChange: () => void): () => void {
  const attributes = new MutationObserver(onChange)
  attributes.observe(document.documentElement, { attributeFilter: ['data-rail'] })
  const screen = window.matchMedia(NARROW)
  screen.addEventListener('change', onChange)
  return () => {
    attributes.disconnect()
    screen.removeEventListener('change', onChange)
  }
}
