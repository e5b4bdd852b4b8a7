import { ActionIcon, Skeleton, Tabs } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { counted } from '~/components/counted'
import type { Cell, Column } from '~/api/types'
import { CellDetail } from '~/components/explore/cell_detail'
import { PreviewGrid } from '~/components/explore/preview_grid'
import { RowCount } from '~/components/explore/row_count'
import { StructureTable } from '~/components/explore/structure_table'
import { tableKinds } from '~/components/explore/table_kinds'
import { Failure } from '~/components/failure'
import { usePreview } from '~/hooks/use_preview'
import classes from './table_view.module.css'

interface Props {
  connectionId: string
  schema: string | null
  name: string
  tab: string
  onTab: (tab: string) => void
  /** On narrow screens, where the list of tables is out of sight. */
  onBack: () => void
}

/** One table: its first rows, or its structure. */
export function TableView({ connectionId, schema, name, tab, onTab, onBack }: Props) {
  const preview = usePreview(connectionId, schema, name)
  const [opened, setOpened] = useState<{ column: Column; cell: Cell } | null>(null)
  const kind = preview.data && tableKinds[preview.data.table.kind].label
  return (
    <section className={classes.view} aria-label={`Table ${name}`}>
      <div className={classes.head}>
        <ActionIcon className={classes.back} aria-label="Back to the tables" onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h2 className={classes.name}>
          {schema !== null && <span className={classes.schema}>{schema}.</span>}
          {name}
        </h2>
        <span className={classes.facts}>
          {preview.data && (
            <>
              {kind} · {counted(preview.data.columns.length, 'column')} ·{' '}
              <RowCount
                connectionId={connectionId}
                schema={schema}
                name={name}
                count={preview.data.rowCount}
              />
            </>
          )}
        </span>
      </div>
      <Tabs value={tab} onChange={(next) => onTab(next ?? 'preview')} className={classes.tabs}>
        <Tabs.List>
          <Tabs.Tab value="preview">Preview</Tabs.Tab>
          <Tabs.Tab value="structure">Structure</Tabs.Tab>
        </Tabs.List>
        {preview.isPending && <Waiting />}
        {preview.error && (
          <div className={classes.failure}>
            <Failure
              title="The table could not be read"
              error={preview.error}
              onRetry={() => void preview.refetch()}
            />
          </div>
        )}
        {preview.data && (
          <>
            <Tabs.Panel value="preview" className={classes.panel}>
              <div className={classes.split}>
                <PreviewGrid
                  preview={preview.data}
                  onOpen={(column, cell) => setOpened({ column, cell })}
                />
                {opened && <CellDetail {...opened} onClose={() => setOpened(null)} />}
              </div>
            </Tabs.Panel>
            <Tabs.Panel value="structure" className={classes.panel}>
              <StructureTable columns={preview.data.columns} />
            </Tabs.Panel>
          </>
        )}
      </Tabs>
    </section>
  )
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-busy="true" aria-label="Loading rows">
      <Skeleton height={44} />
      {Array.from({ length: 8 }, (_, row) => (
        <Skeleton key={row} height={16} />
      ))}
    </div>
  )
}
