import { useQuery } from '@tanstack/react-query'
import { send } from '~/api/client'
import type { Answer, Connection } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

export interface EditedConnection {
  connection: Connection
  /** The version that was read, so that nobody else's change is overwritten unseen. */
  etag: string
}

/** A connection as it is now, to begin an edit with; asked anew for each edit. */
export function useEditedConnection(id: string | null) {
  return useQuery({
    queryKey: queryKeys.editedConnection(id),
    queryFn: async ({ signal }): Promise<EditedConnection> => {
      const response = await send(`/connectors/${id}`, { signal })
      const { data } = (await response.json()) as Answer<Connection>
      return { connection: data, etag: response.headers.get('etag') ?? '*' }
    },
    enabled: id !== null,
    networkMode: 'always',
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  })
}
