import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError, type Problem } from '~/api/client'
import type { Ahead } from '~/api/types'

/** The refusal that a page came with, as long as nothing was asked since: the target is not asked twice for the same. */
export function useGivenRefusal(queryKey: QueryKey, ahead: Ahead<unknown>): ApiError | null {
  const queryClient = useQueryClient()
  const [refusal] = useState(() => {
    if (!ahead || !('refusal' in ahead)) return null
    return queryClient.getQueryCache().find({ queryKey }) ? null : errorOf(ahead.refusal)
  })
  return refusal
}

interface Refusal {
  status: number
  errors: Problem[]
  requestId: string | null
}

function errorOf({ status, errors, requestId }: Refusal): ApiError | null {
  const [first, ...others] = errors
  return first ? new ApiError(status, [first, ...others], requestId) : null
}
