import { Button } from '@mantine/core'
import { IconFilterOff, IconPlugConnected } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '~/components/empty_state'
import { useStrings } from '~/strings/strings_context'

/** What the list is for, while there is nothing in it. */
export function FirstUse({ action }: { action: ReactNode }) {
  const { first: words } = useStrings().connections
  return (
    <EmptyState
      icon={<IconPlugConnected size={36} stroke={1.4} />}
      title={action ? words.title : words.titleForViewers}
      action={action}
    >
      {action ? words.text : words.textForViewers}
    </EmptyState>
  )
}

/** The filters leave nothing over. */
export function NothingFound({ onClear }: { onClear: () => void }) {
  const { none: words } = useStrings().connections
  return (
    <EmptyState
      icon={<IconFilterOff size={32} stroke={1.4} />}
      title={words.title}
      action={
        <Button variant="default" onClick={onClear}>
          {words.clear}
        </Button>
      }
    >
      {words.text}
    </EmptyState>
  )
}
