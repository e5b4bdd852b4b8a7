import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { EmptyState } from '~/components/empty_state'
import { useStrings } from '~/strings/strings_context'

interface Props {
  /** A whole page that stopped, or a part of it whose code could not be fetched. */
  what: 'page' | 'part'
}

/** In the place of what broke. */
export function Broken({ what }: Props) {
  const { broken, outdated } = useStrings().errors
  const { title, explain } = what === 'page' ? broken : outdated
  return (
    <div role="alert">
      <EmptyState
        icon={<IconAlertTriangle size={36} stroke={1.4} />}
        title={title}
        heading={what === 'page' ? 'h1' : 'h3'}
        action={<Button onClick={() => window.location.reload()}>{broken.reload}</Button>}
      >
        {explain}
      </EmptyState>
    </div>
  )
}
