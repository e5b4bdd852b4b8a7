import { VisuallyHidden } from '@mantine/core'
import type { WholeDataset } from '~/api/types'
import { DatasetStatus } from '~/components/datasets/list/dataset_status'
import { useAnnouncement } from '~/components/datasets/result/announcement'
import {
  duration,
  expectedRows,
  isOver,
  secondsLeft,
  shortNumber,
  wholeShare,
} from '~/components/datasets/result/progress'
import { ProgressBar } from '~/components/datasets/result/progress_bar'
import { EngineIcon } from '~/components/engine_icon'
import { bytes } from '~/components/explore/byte_size'
import { Link } from '~/components/link'
import { RelativeTime } from '~/components/relative_time'
import { isUnderWay } from '~/hooks/use_datasets'
import { useStrings } from '~/strings/strings_context'
import classes from './import_summary.module.css'

interface Props {
  dataset: WholeDataset
  /** Rows a second of each table. */
  speed: Record<string, number>
}

/** Where a dataset comes from, and how far it is or what there is of it. */
export function ImportSummary({ dataset, speed }: Props) {
  const { datasets } = useStrings()
  const said = useAnnouncement(dataset)
  const { connection } = dataset
  return (
    <section className={classes.summary}>
      <div className={classes.line}>
        <span className={classes.from}>
          <EngineIcon type={connection.type ?? ''} size={24} />
          {connection.id ? (
            <Link href={`/connections/${connection.id}`} className={classes.link}>
              {connection.name}
            </Link>
          ) : (
            <span title={datasets.result.gone}>{connection.name}</span>
          )}
        </span>
        <DatasetStatus dataset={dataset} isBrief />
        {isUnderWay(dataset) ? (
          <Speed dataset={dataset} speed={speed} />
        ) : (
          <Facts dataset={dataset} />
        )}
      </div>
      {dataset.status === 'running' && dataset.tables.length > 1 && (
        <ProgressBar label={datasets.progress.whole} share={wholeShare(dataset.tables)} isLarge />
      )}
      <VisuallyHidden role="status">{said}</VisuallyHidden>
    </section>
  )
}

function Speed({ dataset, speed }: Props) {
  const { datasets, explore } = useStrings()
  const t = datasets.progress
  const { tables, status } = dataset
  if (status === 'queued') return <span className={classes.facts}>{t.waiting}</span>
  const perSecond = Object.values(speed).reduce((sum, each) => sum + each, 0)
  const expected = tables.map((table) => (isOver(table) ? table.rows : expectedRows(table)))
  const all = expected.includes(null)
    ? null
    : expected.reduce<number>((sum, each) => sum + (each ?? 0), 0)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const size = tables.reduce((sum, table) => sum + table.bytes, 0)
  const left = secondsLeft(rows, all, perSecond)
  const facts = [
    t.tablesDone(tables.filter(isOver).length, tables.length),
    t.rows(rows),
    size > 0 && bytes(size, explore.bytes),
    perSecond > 0 && t.speed(shortNumber(perSecond, t)),
    left !== null && t.left(duration(left, t)),
  ]
  return <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
}

function Facts({ dataset }: { dataset: WholeDataset }) {
  const { datasets, explore } = useStrings()
  const t = datasets.progress
  const { rows, tableCount, startedAt, finishedAt } = dataset
  const took = startedAt && finishedAt && (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  const facts = [
    datasets.list.tables(tableCount),
    t.rows(rows),
    bytes(dataset.bytes, explore.bytes),
    took && datasets.result.took(duration(took, t)),
  ]
  return (
    <span className={classes.facts}>
      {facts.filter(Boolean).join(' · ')}
      {finishedAt && (
        <>
          {' · '}
          <RelativeTime at={finishedAt} />
        </>
      )}
    </span>
  )
}
