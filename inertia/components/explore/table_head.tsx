import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { Preview } from '~/api/types'
import { RowCount } from '~/components/explore/row_count'
import type { ShownTable } from '~/hooks/use_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './table_view.module.css'

interface Props {
  table: ShownTable
  /** Undefined while it is on its way. */
  preview: Preview | undefined
  /** When it came. */
  readAt: number
  onBack: () => void
}

/** Which table is shown, of what kind, and how large it is. */
export function TableHead({ table, preview, readAt, onBack }: Props) {
  const t = useStrings().explore
  return (
    <div className={classes.head}>
      <ActionIcon className={classes.back} aria-label={t.table.back} onClick={onBack}>
        <IconArrowLeft size={18} />
      </ActionIcon>
      <h2 className={classes.name} title={table.name}>
        {table.schema !== null && <span className={classes.schema}>{table.schema}.</span>}
        {table.name}
      </h2>
      <span className={classes.facts}>
        {preview && (
          <>
            {t.tables.kinds[preview.table.kind]} · {t.table.columns(preview.columns.length)} ·{' '}
            <RowCount table={table} count={preview.rowCount} readAt={readAt} />
          </>
        )}
      </span>
    </div>
  )
}
