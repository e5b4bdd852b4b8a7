import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ask } from '~/api/client'
import type { Answer, Connection, ConnectionInput } from '~/api/types'
import type { EditedConnection } from '~/hooks/use_edited_connection'
import { queryKeys } from '~/hooks/query_keys'

/** Creates a connection, or changes the one given if nobody else did meanwhile. */
export function useSaveConnection(editing: EditedConnection | null) {
  const queryClient = useQueryClient()
  const keyFor = useIdempotencyKey()
  return useMutation({
    // It fails at once where there is no network, rather than wait for one behind the person's back.
    networkMode: 'always',
    mutationFn: (input: ConnectionInput) =>
      editing
        ? ask<Answer<Connection>>(`/connectors/${editing.connection.id}`, {
            method: 'PUT',
            body: input,
            headers: { 'if-match': editing.etag },
          })
        : ask<Answer<Connection>>('/connectors', {
            method: 'POST',
            body: input,
            headers: { 'idempotency-key': keyFor(input) },
          }),
    onSuccess: async ({ data }) => {
      queryClient.setQueryData(queryKeys.connection(data.id), data)
      queryClient.removeQueries({ queryKey: queryKeys.catalog(data.id) })
      await queryClient.invalidateQueries({ queryKey: queryKeys.connections })
    },
  })
}

/**
 * The same key while the same is sent: when the network takes the answer away and the person saves again, they get
 * the connection that was made and not a second one.
 */
function useIdempotencyKey() {
  const last = useRef({ sent: '', key: '' })
  return (input: ConnectionInput) => {
    const sent = JSON.stringify(input)
    if (last.current.sent !== sent) last.current = { sent, key: randomKey() }
    return last.current.key
  }
}

/** Not `randomUUID`, which pages that came over plain HTTP do not have. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
}
