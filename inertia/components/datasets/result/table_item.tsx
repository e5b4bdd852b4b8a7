import { UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleMinus,
  IconLoader2,
} from '@tabler/icons-react'
import type { DatasetTable } from '~/api/types'
import {
  duration,
  expectedRows,
  secondsLeft,
  shareOf,
  shortNumber,
} from '~/components/datasets/result/progress'
import { ProgressBar } from '~/components/datasets/result/progress_bar'
import { bytes } from '~/components/explore/byte_size'
import { estimate } from '~/components/explore/row_estimate'
import { type Strings, useStrings } from '~/strings/strings_context'
import classes from './table_list.module.css'

interface Props {
  table: DatasetTable
  isShown: boolean
  /** Rows a second; null while nobody knows. */
  speed: number | null
  onShow: () => void
}

const icons = {
  queued: IconCircleDashed,
  running: IconLoader2,
  succeeded: IconCircleCheck,
  failed: IconAlertTriangle,
  cancelled: IconCircleMinus,
}

/** One table: its name, how it stands, and a bar while its rows arrive. */
export function TableItem({ table, isShown, speed, onShow }: Props) {
  const strings = useStrings()
  const { datasets } = strings
  const { schema, name, status } = table
  const Icon = icons[status]
  return (
    <li className={classes.item} data-shown={isShown || undefined}>
      <UnstyledButton className={classes.button} aria-current={isShown} onClick={onShow}>
        <Icon
          size={18}
          stroke={1.6}
          className={classes.icon}
          data-status={status}
          role="img"
          aria-label={datasets.list.statuses[status]}
        />
        <span className={classes.words}>
          <span className={classes.name} title={schema === null ? name : `${schema}.${name}`}>
            {schema !== null && <span className={classes.schema}>{schema}.</span>}
            {name}
          </span>
          <span className={classes.below} data-status={status}>
            {standing(table, speed, strings)}
          </span>
        </span>
      </UnstyledButton>
      {status === 'running' && (
        <div className={classes.progress}>
          <ProgressBar label={datasets.progress.of(name)} share={shareOf(table)} />
        </div>
      )}
    </li>
  )
}

function standing(table: DatasetTable, speed: number | null, { datasets, explore }: Strings) {
  const t = datasets.progress
  const { status, rows, error } = table
  if (status === 'failed') return error?.message
  if (status === 'queued' || status === 'cancelled') return datasets.list.statuses[status]
  const size = table.bytes > 0 && bytes(table.bytes, explore.bytes)
  if (status === 'succeeded') return [t.rows(rows), size].filter(Boolean).join(' · ')
  const expected = expectedRows(table)
  const left = secondsLeft(rows, expected, speed)
  const said = [
    expected !== null && expected > rows
      ? t.ofAbout(rows, estimate(expected, explore.estimate))
      : t.rows(rows),
    size,
    speed !== null && speed > 0 && t.speed(shortNumber(speed, t)),
    left !== null && t.left(duration(left, t)),
  ]
  return said.filter(Boolean).join(' · ')
}
