import type { Dataset } from '~/api/types'
import { DatasetMenu, type RowAction } from '~/components/datasets/list/dataset_menu'
import { DatasetStatus } from '~/components/datasets/list/dataset_status'
import { EngineIcon } from '~/components/engine_icon'
import { bytes } from '~/components/explore/byte_size'
import { Link } from '~/components/link'
import { RelativeTime } from '~/components/relative_time'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'
import classes from './dataset_list.module.css'

interface Props {
  dataset: Dataset
  onAct: (action: RowAction, dataset: Dataset) => void
}

export function DatasetRow({ dataset, onAct }: Props) {
  const { common, datasets, explore } = useStrings()
  const { user } = useUser()
  const t = datasets.list
  const { id, name, connection, status, tableCount, rows } = dataset
  const isThere = status === 'succeeded' || rows > 0
  return (
    <tr className={classes.row}>
      <td data-column="name">
        <div className={classes.name}>
          <EngineIcon type={connection.type ?? ''} />
          <div className={classes.names}>
            <Link href={`/datasets/${id}`} className={classes.link} title={name}>
              {name}
            </Link>
            <span className={classes.below} title={connection.name}>
              {connection.name}
            </span>
          </div>
        </div>
      </td>
      <td data-column="status">
        <DatasetStatus dataset={dataset} />
      </td>
      <td data-column="tables">{common.number(tableCount)}</td>
      <td data-column="rows">{isThere && common.number(rows)}</td>
      <td data-column="size">{isThere && bytes(dataset.bytes, explore.bytes)}</td>
      <td data-column="made">
        {dataset.createdAt && <RelativeTime at={dataset.createdAt} />}
        <span className={classes.below}>{dataset.ownerId === user?.id ? t.you : t.colleague}</span>
      </td>
      <td data-column="menu">
        <DatasetMenu dataset={dataset} onAct={onAct} />
      </td>
    </tr>
  )
}
