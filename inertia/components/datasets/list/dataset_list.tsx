import { VisuallyHidden } from '@mantine/core'
import type { Dataset } from '~/api/types'
import { DatasetRow } from '~/components/datasets/list/dataset_row'
import type { RowAction } from '~/components/datasets/list/dataset_menu'
import { useStrings } from '~/strings/strings_context'
import classes from './dataset_list.module.css'

interface Props {
  datasets: Dataset[]
  isStale: boolean
  onAct: (action: RowAction, dataset: Dataset) => void
}

/** Datasets, newest first. */
export function DatasetList({ datasets, isStale, onAct }: Props) {
  const t = useStrings().datasets.list
  const columns = ['name', 'status', 'tables', 'rows', 'size', 'made'] as const
  return (
    <table className={classes.table} aria-label={t.title} data-stale={isStale || undefined}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" data-column={column}>
              {t.columns[column]}
            </th>
          ))}
          <th scope="col" data-column="menu">
            <VisuallyHidden>{t.columns.menu}</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {datasets.map((dataset) => (
          <DatasetRow key={dataset.id} dataset={dataset} onAct={onAct} />
        ))}
      </tbody>
    </table>
  )
}
