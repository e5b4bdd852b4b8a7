import { Button } from '@mantine/core'
import { IconFilterOff, IconStack2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { EmptyState } from '~/components/empty_state'
import { useStrings } from '~/strings/strings_context'

/** What datasets are for, while there are none. */
export function FirstDataset({ action }: { action: ReactNode }) {
  const { first: t } = useStrings().datasets.list
  return (
    <EmptyState
      icon={<IconStack2 size={36} stroke={1.4} />}
      title={action ? t.title : t.titleForViewers}
      action={action}
    >
      {action ? t.text : t.textForViewers}
    </EmptyState>
  )
}

/** The filters leave nothing over. */
export function NoDatasetFound({ onClear }: { onClear: () => void }) {
  const { none: t } = useStrings().datasets.list
  return (
    <EmptyState
      icon={<IconFilterOff size={32} stroke={1.4} />}
      title={t.title}
      action={
        <Button variant="default" onClick={onClear}>
          {t.clear}
        </Button>
      }
    >
      {t.text}
    </EmptyState>
  )
}
