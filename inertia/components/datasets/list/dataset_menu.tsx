import { ActionIcon, Menu } from '@mantine/core'
import { router } from '@inertiajs/react'
import {
  IconDots,
  IconFolderOpen,
  IconPlayerStop,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react'
import type { Dataset } from '~/api/types'
import { isUnderWay } from '~/hooks/use_datasets'
import { useMayChange } from '~/hooks/use_may_change'
import { useStrings } from '~/strings/strings_context'
import classes from './dataset_list.module.css'

export type RowAction = 'refresh' | 'cancel' | 'delete'

interface Props {
  dataset: Dataset
  onAct: (action: RowAction, dataset: Dataset) => void
}

/** What can be done with a dataset; who may only look can only open it. */
export function DatasetMenu({ dataset, onAct }: Props) {
  const t = useStrings().datasets.list
  const mayChange = useMayChange()(dataset)
  const goesOn = isUnderWay(dataset)
  const act = (action: RowAction) => () => onAct(action, dataset)
  const item = (Icon: typeof IconDots, label: string, onClick: () => void) => (
    <Menu.Item leftSection={<Icon size={16} stroke={1.6} />} onClick={onClick}>
      {label}
    </Menu.Item>
  )
  return (
    <Menu width={180}>
      <Menu.Target>
        <ActionIcon className={classes.menu} aria-label={t.actionsFor(dataset.name)}>
          <IconDots size={18} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {item(IconFolderOpen, t.menu.open, () => router.visit(`/datasets/${dataset.id}`))}
        {mayChange &&
          !goesOn &&
          dataset.connection.id &&
          item(IconRefresh, t.menu.refresh, act('refresh'))}
        {mayChange &&
          goesOn &&
          !dataset.cancelRequested &&
          item(IconPlayerStop, t.menu.cancel, act('cancel'))}
        {mayChange && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--status-failed)"
              leftSection={<IconTrash size={16} stroke={1.6} />}
              onClick={act('delete')}
            >
              {t.menu.delete}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
