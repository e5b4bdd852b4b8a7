import { usePage } from '@inertiajs/react'
import type { PropsWithChildren } from 'react'
import { Boundary } from '~/components/boundary'
import { Broken } from '~/components/broken'

/** A page that breaks says so within the frame, and leaves with the next page. */
export function PageBoundary({ children }: PropsWithChildren) {
  const { component, url } = usePage()
  return (
    <Boundary key={`${component} ${url.split('?')[0]}`} fallback={<Broken what="page" />}>
      {children}
    </Boundary>
  )
}
