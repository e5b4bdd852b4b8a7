import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ask } from '~/api/client'
import type { Answer, DatasetInput, WholeDataset } from '~/api/types'
import { queryKeys } from '~/hooks/query_keys'

/** Asks for a dataset. */
export function useCreateDataset() {
  const queryClient = useQueryClient()
  const last = useRef({ sent: '', key: '' })

  /** The same while the same is sent: an answer that got lost makes no second dataset. */
  function keyFor(input: DatasetInput): string {
    const sent = JSON.stringify(input)
    if (last.current.sent !== sent) last.current = { sent, key: randomKey() }
    return last.current.key
  }

  return useMutation({
    networkMode: 'always',
    mutationFn: (input: DatasetInput) =>
      ask<Answer<WholeDataset>>('/datasets', {
        method: 'POST',
        body: input,
        headers: { 'idempotency-key': keyFor(input) },
      }),
    onSuccess: async ({ data }) => {
      queryClient.setQueryData(queryKeys.dataset(data.id), data)
      await queryClient.invalidateQueries({ queryKey: ['datasets', 'list'] })
    },
  })
}

/** Not `randomUUID`, which pages that came over plain HTTP do not have. */
function randomKey() {
  return [...crypto.getRandomValues(new Uint32Array(4))]
    .map((word) => word.toString(16).padStart(8, '0'))
    .join('')
}
