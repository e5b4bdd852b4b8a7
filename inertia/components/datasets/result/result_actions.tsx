import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconDots, IconPlayerStop, IconRefresh, IconTrash } from '@tabler/icons-react'
import type { WholeDataset } from '~/api/types'
import type { DatasetAction } from '~/hooks/use_dataset_actions'
import { isUnderWay } from '~/hooks/use_datasets'
import { useMayChange } from '~/hooks/use_may_change'
import { useStrings } from '~/strings/strings_context'
import classes from './result_actions.module.css'

interface Props {
  dataset: WholeDataset
  isPending: boolean
  onAct: (action: DatasetAction) => void
  onDelete: () => void
}

/** Cancel while it is imported, refresh or retry afterwards, and delete. */
export function ResultActions({ dataset, isPending, onAct, onDelete }: Props) {
  const { result: t, list } = useStrings().datasets
  if (!useMayChange()(dataset)) return null
  const goesOn = isUnderWay(dataset)
  const failed = dataset.tables.filter(({ status }) => ['failed', 'cancelled'].includes(status))
  const adds = dataset.tables.some(({ request }) => request.cursor !== null)
  const mayAsk = dataset.connection.id !== null
  return (
    <div className={classes.actions}>
      {goesOn && (
        <Button
          variant="default"
          loading={isPending}
          disabled={dataset.cancelRequested}
          leftSection={<IconPlayerStop size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => onAct({ kind: 'cancel' })}
        >
          {dataset.cancelRequested ? list.cancelling : t.cancel}
        </Button>
      )}
      {!goesOn && mayAsk && failed.length > 0 && (
        <Button loading={isPending} onClick={() => onAct({ kind: 'retry' })}>
          {t.retryAll(failed.length)}
        </Button>
      )}
      {!goesOn && mayAsk && failed.length === 0 && (
        <Button
          variant="default"
          loading={isPending}
          leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
          onClick={() => onAct({ kind: 'refresh' })}
        >
          {t.refresh}
        </Button>
      )}
      <Menu width={adds ? 220 : 180}>
        <Menu.Target>
          <ActionIcon size={34} aria-label={t.more}>
            <IconDots size={18} aria-hidden="true" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {!goesOn && mayAsk && failed.length > 0 && (
            <Menu.Item
              leftSection={<IconRefresh size={16} stroke={1.6} />}
              onClick={() => onAct({ kind: 'refresh' })}
            >
              {t.refresh}
            </Menu.Item>
          )}
          {!goesOn && mayAsk && adds && (
            <Menu.Item
              leftSection={<IconRefresh size={16} stroke={1.6} />}
              onClick={() => onAct({ kind: 'refresh', full: true })}
            >
              {t.refreshAll}
            </Menu.Item>
          )}
          <Menu.Item
            c="var(--status-failed)"
            leftSection={<IconTrash size={16} stroke={1.6} />}
            onClick={onDelete}
          >
            {t.delete}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
