import { useMutation } from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Connection, Listing } from '~/api/types'
import { isSelected, type Selection } from '~/components/connections/selection'
import type { ListFilters } from '~/hooks/use_connection_rows'

/** As many as the API gives at a time. */
const PAGE = 100
const AT_ONCE = 4

/** The connections that are selected, those included that were never looked at. */
export function useSelectedConnections(filters: ListFilters) {
  return useMutation({
    mutationFn: async (selection: Selection): Promise<Connection[]> => {
      if (!selection.isAll) return [...selection.named.values()]
      const all = await everyPage(filters)
      return all.filter(({ id }) => isSelected(selection, id))
    },
    networkMode: 'always',
  })
}

async function everyPage(filters: ListFilters): Promise<Connection[]> {
  const read = (page: number) =>
    ask<Listing<Connection>>('/connectors', { query: { ...filters, page, perPage: PAGE } })
  const { data, meta } = await read(1)
  const found = new Map(data.map((connection) => [connection.id, connection]))
  for (let page = 2; page <= meta.lastPage; page += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, meta.lastPage - page + 1) }, (_, index) =>
      read(page + index)
    )
    for (const listing of await Promise.all(some)) {
      for (const connection of listing.data) found.set(connection.id, connection)
    }
  }
  return [...found.values()]
}
