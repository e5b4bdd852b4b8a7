import { type PropsWithChildren, Suspense, useState } from 'react'
import { Boundary } from '~/components/boundary'

/** Mounts what is loaded on demand once it is wanted for the first time, and keeps it. */
export function OnFirstUse({ when, children }: PropsWithChildren<{ when: boolean }>) {
  const [wasWanted, setWanted] = useState(false)
  if (when && !wasWanted) setWanted(true)
  if (!wasWanted) return null
  return (
    <Boundary fallback={null}>
      <Suspense>{children}</Suspense>
    </Boundary>
  )
}
