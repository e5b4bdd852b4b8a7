import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import type { TableSummary } from '~/api/types'
import { ColumnChoices } from '~/components/datasets/picker/column_choices'
import { RowChoices } from '~/components/datasets/picker/row_choices'
import type { Choice } from '~/components/datasets/picker/use_choice'
import { DelayedSkeleton } from '~/components/delayed_skeleton'
import { estimate } from '~/components/explore/row_estimate'
import { tableId } from '~/components/explore/tree_rows'
import { Failure } from '~/components/failure'
import { usePreview } from '~/hooks/use_preview'
import { useStrings } from '~/strings/strings_context'
import classes from './table_options.module.css'

interface Props {
  connectionId: string
  table: TableSummary
  choice: Choice
  /** On narrow screens, where the tables are out of sight. */
  onBack: () => void
}

/** As many as the page of a connection shows at first, so that what was read there is not read again. */
const LIMIT = 10

/** Which columns and rows of a table are imported. */
export function TableOptionsPane({ connectionId, table, choice, onBack }: Props) {
  const { datasets, explore } = useStrings()
  const t = datasets.picker.options
  const { schema, name, rowEstimate } = table
  const { data, error, refetch } = usePreview({ connectionId, schema, name, limit: LIMIT }, null)
  const options = choice.optionsOf(table)
  const isTicked = choice.ticked.has(tableId(table))
  return (
    <section className={classes.options} aria-label={t.label(name)}>
      <div className={classes.head}>
        <ActionIcon className={classes.back} aria-label={t.back} onClick={onBack}>
          <IconArrowLeft size={18} />
        </ActionIcon>
        <h3 className={classes.name} title={name}>
          {schema !== null && <span className={classes.schema}>{schema}.</span>}
          {name}
        </h3>
        {rowEstimate !== null && (
          <span className={classes.quiet}>
            {datasets.picker.about(estimate(rowEstimate, explore.estimate))}
          </span>
        )}
        <label className={classes.tick}>
          <input
            type="checkbox"
            checked={isTicked}
            onChange={({ currentTarget }) => choice.tick([table], currentTarget.checked)}
          />
          {t.tick}
        </label>
      </div>
      <div className={classes.body}>
        {error && <Failure title={t.failed} error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting label={t.loading} />}
        {data && (
          <>
            <RowChoices
              columns={data.columns}
              options={options}
              onChange={(next) => choice.change(table, next)}
            />
            <ColumnChoices
              columns={data.columns}
              options={options}
              onChange={(next) => choice.change(table, next)}
            />
          </>
        )}
      </div>
    </section>
  )
}

function Waiting({ label }: { label: string }) {
  return (
    <div className={classes.waiting} role="status" aria-busy="true" aria-label={label}>
      {Array.from({ length: 8 }, (_, row) => (
        <DelayedSkeleton key={row} height={12} width={`${78 - ((row * 11) % 34)}%`} />
      ))}
    </div>
  )
}
