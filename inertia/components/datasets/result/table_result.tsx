import { ActionIcon, Button } from '@mantine/core'
import {
  IconArrowLeft,
  IconCircleMinus,
  IconDownload,
  IconHourglass,
  IconTableDown,
} from '@tabler/icons-react'
import type { DatasetTable, WholeDataset } from '~/api/types'
import { TableFailure } from '~/components/datasets/result/table_failure'
import { TableTabs } from '~/components/datasets/result/table_tabs'
import { EmptyState } from '~/components/empty_state'
import { bytes } from '~/components/explore/byte_size'
import { useStrings } from '~/strings/strings_context'
import classes from './table_result.module.css'

interface Props {
  dataset: WholeDataset
  table: DatasetTable
  tab: string
  onTab: (tab: string) => void
  /** On narrow screens, where the list of tables is out of sight. */
  onBack: () => void
}

/** One table of a dataset: its rows and columns, or why there are none. */
export function TableResult({ dataset, table, tab, onTab, onBack }: Props) {
  const { datasets, explore } = useStrings()
  const t = datasets.result
  const { schema, name, status, columns, isReadable } = table
  const facts = [
    datasets.progress.rows(table.rows),
    columns && t.columnCount(columns.length),
    table.bytes > 0 && bytes(table.bytes, explore.bytes),
  ]
  return (
    <section className={classes.view} aria-label={t.label(name)}>
      <div className={classes.head}>
        <ActionIcon className={classes.back} aria-label={t.back} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h2 className={classes.name} title={name}>
          {schema !== null && <span className={classes.schema}>{schema}.</span>}
          {name}
        </h2>
        {status === 'succeeded' && (
          <span className={classes.facts}>{facts.filter(Boolean).join(' · ')}</span>
        )}
        {isReadable && <Downloads datasetId={dataset.id} table={table} />}
      </div>
      {status === 'failed' && <TableFailure dataset={dataset} table={table} />}
      {isReadable && status !== 'succeeded' && <p className={classes.note}>{t.earlier}</p>}
      {isReadable ? (
        <TableTabs datasetId={dataset.id} table={table} tab={tab} onTab={onTab} />
      ) : (
        status !== 'failed' && <NoRows status={status} />
      )}
    </section>
  )
}

function Downloads({ datasetId, table: { id, name } }: { datasetId: string; table: DatasetTable }) {
  const { download: t } = useStrings().datasets.result
  return (
    <span className={classes.downloads}>
      {(['parquet', 'csv'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          variant="default"
          size="xs"
          href={`/api/v2/datasets/${datasetId}/tables/${id}/download?format=${format}`}
          download
          aria-label={t.of(name, t[format])}
          leftSection={<IconDownload size={14} stroke={1.6} aria-hidden="true" />}
        >
          {t[format]}
        </Button>
      ))}
    </span>
  )
}

const emptyIcons = { queued: IconHourglass, running: IconTableDown, cancelled: IconCircleMinus }

function NoRows({ status }: { status: DatasetTable['status'] }) {
  const t = useStrings().datasets.result
  const kind = status === 'running' || status === 'cancelled' ? status : 'queued'
  const words = { ...t, queued: t.waiting }[kind]
  const Icon = emptyIcons[kind]
  return (
    <div className={classes.empty}>
      <EmptyState icon={<Icon size={32} stroke={1.4} />} title={words.title}>
        {words.text}
      </EmptyState>
    </div>
  )
}
