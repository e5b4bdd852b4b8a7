import { type RefObject, useEffect, useRef } from 'react'
import type { Connection } from '~/api/types'
import { isSelected, type Selection } from '~/components/connections/selection'
import type { RowEvents } from '~/components/connections/connection_row'
import type { Rows } from '~/hooks/use_connection_rows'
import { useShortcutStore } from '~/stores/shortcuts'

interface Options {
  rows: Rows
  mayChange: boolean
  selection: Selection
  body: RefObject<HTMLTableSectionElement | null>
  events: RowEvents
  onEdit: (connection: Connection) => void
  onClearSelection: () => void
  scrollTo: (index: number) => void
}

type Latest = Options & ReturnType<typeof useWanted>

/** Moves through the rows with j and k or the arrows, and does things with the one that has the focus. */
export function useListKeys(options: Options) {
  const { wanted, want } = useWanted(options)
  const latest = useRef({ ...options, wanted, want })
  useEffect(() => {
    latest.current = { ...options, wanted, want }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (press(event, latest.current)) event.preventDefault()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

/** Whether the key was for the list. */
function press(event: KeyboardEvent, options: Latest): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return false
  const { target } = event
  if (!(target instanceof Element) || target.closest(ELSEWHERE)) return false
  const isSearching = target.matches('[role=search] input[type=search]')
  if (!isSearching && target.closest(TYPING)) return false
  const focused = options.wanted.current ?? focusedIndex(options.body.current)
  const step = isSearching ? SEARCH_STEPS[event.key] : stepFor(event.key, focused !== null)
  if (step) {
    if (options.rows.length === 0) return false
    options.want(Math.min(Math.max(0, step(focused, options)), options.rows.length - 1))
    return true
  }
  return !isSearching && act(event.key, focused, options)
}

const ELSEWHERE = '[role=dialog], [role=menu], [role=listbox], [aria-expanded=true][aria-haspopup]'
const TYPING = 'input:not([type=checkbox]), textarea, select, [contenteditable=true]'

type Step = (from: number | null, options: Options) => number

const down: Step = (from, options) => (from === null ? firstInSight(options) : from + 1)
const up: Step = (from, options) => (from === null ? firstInSight(options) : from - 1)

/** Single letters work anywhere on the page, unless somebody has switched them off. */
const LETTER_STEPS: Record<string, Step> = { j: down, k: up }
/** These scroll the page, until a row has the focus. */
const ROW_STEPS: Record<string, Step> = {
  ArrowDown: down,
  ArrowUp: up,
  Home: () => 0,
  End: (_from, { rows }) => rows.length - 1,
}
const SEARCH_STEPS: Record<string, Step> = { ArrowDown: () => 0 }

function stepFor(key: string, isInRow: boolean): Step | undefined {
  if (isInRow && ROW_STEPS[key]) return ROW_STEPS[key]
  return areLettersOn() ? LETTER_STEPS[key] : undefined
}

function act(key: string, index: number | null, options: Options): boolean {
  if (key === 'Escape') {
    const { isAll, named } = options.selection
    if (!isAll && named.size === 0) return false
    options.onClearSelection()
    return true
  }
  const row = index === null ? undefined : options.rows[index]
  if (index === null || !row || !options.mayChange || !areLettersOn()) return false
  if (key === 'x') options.events.onSelect(index, !isSelected(options.selection, row.id), false)
  else if (key === 'e') options.onEdit(row)
  else if (key === '.') {
    options.body.current
      ?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row-menu]`)
      ?.click()
  } else return false
  return true
}

function areLettersOn(): boolean {
  return useShortcutStore.getState().areSingleKeysOn
}

function focusedIndex(body: HTMLElement | null): number | null {
  const row = document.activeElement?.closest<HTMLElement>('[data-index]')
  return row && body?.contains(row) ? Number(row.dataset.index) : null
}

/** The first row below what lies over the page's top. */
function firstInSight({ body }: Options): number {
  const rows = [...(body.current?.querySelectorAll<HTMLElement>('[data-index]') ?? [])]
  const covered = document.querySelector('thead')?.getBoundingClientRect().bottom ?? 0
  const first = rows.find((row) => row.getBoundingClientRect().top >= covered - 1) ?? rows[0]
  return Number(first?.dataset.index ?? 0)
}

/** The row that is to get the focus as soon as it is there, and has arrived. */
function useWanted({ body, scrollTo }: Pick<Options, 'body' | 'scrollTo'>) {
  const wanted = useRef<number | null>(null)

  function tryFocus() {
    if (wanted.current === null) return
    const row = body.current?.querySelector(`[data-index="${wanted.current}"]`)
    const link = row?.querySelector<HTMLElement>('[data-row-link]')
    if (!link) return
    wanted.current = null
    link.focus({ preventScroll: true })
  }
  useEffect(tryFocus)

  // Whoever goes elsewhere meanwhile wants it no more.
  useEffect(() => {
    const giveUp = () => void (wanted.current = null)
    document.addEventListener('focusin', giveUp)
    document.addEventListener('pointerdown', giveUp)
    return () => {
      document.removeEventListener('focusin', giveUp)
      document.removeEventListener('pointerdown', giveUp)
    }
  }, [])

  return {
    wanted,
    want(index: number) {
      wanted.current = index
      scrollTo(index)
      tryFocus()
    },
  }
}
