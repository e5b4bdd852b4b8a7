import {
  type QueryClient,
  useMutation,
  useMutationState,
  useQueryClient,
} from '@tanstack/react-query'
import { ask } from '~/api/client'
import type { Answer, Connection, TestAnswer } from '~/api/types'
import { changeListed } from '~/hooks/listed_connections'
import { queryKeys } from '~/hooks/query_keys'

const TEST = ['test connection'] as const

/** Tests a saved connection with what is stored; the outcome is stored with it. */
export function useRetestConnection() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationKey: TEST,
    mutationFn: (connection: Connection) => retest(queryClient, connection),
    networkMode: 'always',
    onSettled: () => queryClient.invalidateQueries({ queryKey: queryKeys.connections }),
  })
}

/** Ids of those whose tests are under way. */
export function useTestedNow(): string[] {
  return useMutationState({
    filters: { mutationKey: TEST, status: 'pending' },
    select: ({ state }) => (state.variables as Connection).id,
  })
}

/** Tests one, and has the lists tell how that ended; resolves to whether it passed. */
export async function retest(
  queryClient: QueryClient,
  { id }: Connection,
  signal?: AbortSignal
): Promise<boolean> {
  const { data } = await ask<Answer<TestAnswer>>(`/connectors/${id}/test`, {
    method: 'POST',
    signal,
  })
  const { error, code, latencyMs, serverVersion } = data.testResult
  changeListed(queryClient, id, {
    ...{ lastTestStatus: data.success ? 'passed' : 'failed', lastTestError: error },
    ...{ lastTestCode: code, lastTestLatencyMs: Math.round(latencyMs), serverVersion },
    lastTestedAt: new Date().toISOString(),
  })
  return data.success
}
