import { Tabs } from '@mantine/core'
import type { DatasetTable } from '~/api/types'
import { ColumnNotes } from '~/components/datasets/result/column_notes'
import { DelayedSkeleton } from '~/components/delayed_skeleton'
import { PreviewPane } from '~/components/explore/preview_pane'
import { Failure } from '~/components/failure'
import { useDatasetPreview } from '~/hooks/use_dataset_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './table_result.module.css'

interface Props {
  datasetId: string
  table: DatasetTable
  tab: string
  onTab: (tab: string) => void
}

/** The first rows of a table that is there, and what its columns became. */
export function TableTabs({ datasetId, table, tab, onTab }: Props) {
  const { tabs: t } = useStrings().datasets.result
  return (
    <Tabs
      value={tab === 'columns' ? tab : 'rows'}
      onChange={(next) => onTab(next ?? 'rows')}
      className={classes.tabs}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="rows">{t.rows}</Tabs.Tab>
        <Tabs.Tab value="columns">{t.columns}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="rows" className={classes.panel}>
        <Rows datasetId={datasetId} table={table} />
      </Tabs.Panel>
      <Tabs.Panel value="columns" className={classes.panel}>
        <ColumnNotes columns={table.columns ?? []} />
      </Tabs.Panel>
    </Tabs>
  )
}

function Rows({ datasetId, table }: Pick<Props, 'datasetId' | 'table'>) {
  const t = useStrings().datasets.result
  const preview = useDatasetPreview(datasetId, table)
  const { data, error } = preview
  const refresh = () => void preview.refetch()
  if (error) {
    return (
      <div className={classes.trouble}>
        <Failure title={t.previewFailed} error={error} onRetry={refresh} />
      </div>
    )
  }
  if (!data) return <Waiting label={t.loading} />
  return (
    <PreviewPane
      key={table.id}
      preview={data}
      mayHaveMore={false}
      onMore={() => {}}
      more={0}
      foot={{ at: preview.dataUpdatedAt, isReading: preview.isFetching, refresh }}
    />
  )
}

function Waiting({ label }: { label: string }) {
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={label}>
      {Array.from({ length: 10 }, (_, row) => (
        <DelayedSkeleton key={row} height={12} width={`${92 - ((row * 7) % 24)}%`} />
      ))}
    </div>
  )
}
