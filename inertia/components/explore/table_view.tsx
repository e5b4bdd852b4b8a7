import { Tabs } from '@mantine/core'
import { useState } from 'react'
import type { Ahead, Preview, TableRef } from '~/api/types'
import { PreviewPane } from '~/components/explore/preview_pane'
import { StructureTable } from '~/components/explore/structure_table'
import { TableHead } from '~/components/explore/table_head'
import { TableTrouble, TableWaiting } from '~/components/explore/table_states'
import { ViewFoot } from '~/components/explore/view_foot'
import { type Counted, useCounted } from '~/hooks/use_counted'
import { usePreview } from '~/hooks/use_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './table_view.module.css'

interface Props {
  connectionId: string
  shown: TableRef
  ahead: Ahead<Preview>
  tab: string
  onTab: (tab: string) => void
  /** On narrow screens, where the list of tables is out of sight. */
  onBack: () => void
}

/** Rows that are shown at first, and on request. */
const FIRST = 10
const MORE = 100

/** One table: its first rows, or its structure. */
export function TableView({ connectionId, shown, ahead, tab, onTab, onBack }: Props) {
  const t = useStrings().explore.table
  const [limit, setLimit] = useState(FIRST)
  const table = { connectionId, ...shown, limit }
  const preview = usePreview(table, limit === FIRST ? ahead : null)
  const { data } = preview
  const counted = useCounted(table)
  const refresh = () => void preview.refetch()
  return (
    <section className={classes.view} aria-label={t.label(shown.name)}>
      <TableHead table={table} preview={data} readAt={preview.dataUpdatedAt} onBack={onBack} />
      <Tabs
        value={tab === 'structure' ? tab : 'preview'}
        onChange={(next) => onTab(next ?? 'preview')}
        className={classes.tabs}
      >
        <Tabs.List>
          <Tabs.Tab value="preview">{t.preview}</Tabs.Tab>
          <Tabs.Tab value="structure">{t.structure}</Tabs.Tab>
        </Tabs.List>
        {preview.isPending && !preview.error && <TableWaiting />}
        {preview.error && (
          <TableTrouble error={preview.error} hasRows={Boolean(data)} onRetry={refresh} />
        )}
        {data && (
          <>
            <Tabs.Panel value="preview" className={classes.panel}>
              <PreviewPane
                preview={withCount(data, counted)}
                mayHaveMore={limit === FIRST && data.rows.length === FIRST}
                onMore={() => setLimit(MORE)}
                more={MORE}
                foot={{ at: preview.dataUpdatedAt, isReading: preview.isFetching, refresh }}
              />
            </Tabs.Panel>
            <Tabs.Panel value="structure" className={classes.panel}>
              <StructureTable columns={data.columns} />
              <ViewFoot
                at={preview.dataUpdatedAt}
                isReading={preview.isFetching}
                refresh={refresh}
              />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </section>
  )
}

function withCount(preview: Preview, counted: Counted | undefined): Preview {
  if (!counted || preview.rowCount.exact) return preview
  return { ...preview, rowCount: { value: counted.rows, exact: true } }
}
