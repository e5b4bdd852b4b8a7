import { router } from '@inertiajs/react'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { EngineIcon } from '~/components/engine_icon'
import { usePaletteActions } from '~/components/palette/use_palette_actions'
import { useFoundConnections } from '~/hooks/use_found_connections'
import { usePlaces } from '~/hooks/use_places'

export interface PaletteItem {
  id: string
  group: 'places' | 'connections' | 'actions'
  label: string
  icon: ReactNode
  /** What tells it from others of its name. */
  hint?: string
  /** Its shortcut. */
  keys?: string
  run: () => void
}

/** Milliseconds without a key before connections are looked for. */
const PAUSE = 120

/** What of the places, connections and actions is called like what was typed; without connections until something is. */
export function usePaletteItems(search: string) {
  const places = usePlaces()
  const actions = usePaletteActions()
  const wanted = search.trim()
  const [settled] = useDebouncedValue(wanted, PAUSE)
  const { data = [], error, isFetching } = useFoundConnections(settled)
  const isSearching = wanted !== '' && (isFetching || settled !== wanted)
  const isCalledSo = ({ label }: { label: string }) =>
    label.toLowerCase().includes(wanted.toLowerCase())

  const found: PaletteItem[] = data.map(({ id, name, target, type }) => ({
    id,
    group: 'connections',
    label: name,
    hint: target,
    icon: <EngineIcon type={type} size={20} />,
    run: () => router.visit(`/connections/${id}`),
  }))
  const goTo = places.map(({ label, href, key, icon: Icon }): PaletteItem => ({
    id: href,
    group: 'places',
    label,
    icon: <Icon size={18} stroke={1.6} />,
    keys: `g ${key}`,
    run: () => router.visit(href),
  }))
  const items = [
    // Until the answer is there, what an earlier search found stays as far as it may be meant.
    ...(wanted === '' ? [] : isSearching ? found.filter(isCalledSo) : found),
    ...goTo.filter(isCalledSo),
    ...actions.filter(isCalledSo),
  ]
  return { items, error, isSearching }
}
