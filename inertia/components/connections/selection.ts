import type { Connection } from '~/api/types'

/** Either those named, or all that match the filters but those named. */
export interface Selection {
  isAll: boolean
  named: ReadonlyMap<string, Connection>
}

export const nothing: Selection = { isAll: false, named: new Map() }
export const everything: Selection = { isAll: true, named: new Map() }

export function isSelected({ isAll, named }: Selection, id: string): boolean {
  return named.has(id) !== isAll
}

export function countSelected({ isAll, named }: Selection, total: number): number {
  return isAll ? Math.max(0, total - named.size) : named.size
}

/** With these connections selected, or not. */
export function withSelected(
  { isAll, named }: Selection,
  connections: Connection[],
  selected: boolean
): Selection {
  const next = new Map(named)
  for (const connection of connections) {
    if (selected === isAll) next.delete(connection.id)
    else next.set(connection.id, connection)
  }
  return { isAll, named: next }
}

/** Without connections that are no more. */
export function without(selection: Selection, ids: string[]): Selection {
  if (selection.isAll) return nothing
  return { ...selection, named: new Map([...selection.named].filter(([id]) => !ids.includes(id))) }
}
