import { usePage } from '@inertiajs/react'
import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { PropsWithChildren } from 'react'
import { Boundary } from '~/components/boundary'
import { EmptyState } from '~/components/empty_state'
import { useStrings } from '~/strings/strings_context'

/** A page that breaks says so within the frame, and leaves with the next page. */
export function PageBoundary({ children }: PropsWithChildren) {
  const { component, url } = usePage()
  return (
    <Boundary key={`${component} ${url.split('?')[0]}`} fallback={<Broken />}>
      {children}
    </Boundary>
  )
}

function Broken() {
  const { broken } = useStrings().errors
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={36} stroke={1.4} />}
        title={broken.title}
        heading="h1"
        action={<Button onClick={() => window.location.reload()}>{broken.reload}</Button>}
      >
        {broken.explain}
      </EmptyState>
    </div>
  )
}
