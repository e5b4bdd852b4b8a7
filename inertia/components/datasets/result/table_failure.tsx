import { Button } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { DatasetTable, WholeDataset } from '~/api/types'
import { Failure } from '~/components/failure'
import { type DatasetAction, useDatasetAction } from '~/hooks/use_dataset_actions'
import { isUnderWay } from '~/hooks/use_datasets'
import { useMayChange } from '~/hooks/use_may_change'
import { useStrings } from '~/strings/strings_context'
import box from '~/components/failure.module.css'
import classes from './table_result.module.css'

interface Props {
  dataset: WholeDataset
  table: DatasetTable
}

/** Why a table was not imported, which column is at fault, and the ways on. */
export function TableFailure({ dataset, table }: Props) {
  const t = useStrings().datasets.result
  const action = useDatasetAction()
  const mayChange = useMayChange()(dataset)
  const { error, name } = table
  if (!error) return null
  const mayRetry = mayChange && !isUnderWay(dataset) && dataset.connection.id !== null
  const isText = error.column !== null && table.request.asText.includes(error.column)
  const retry = (more: Partial<DatasetAction> = {}) =>
    action.mutate({
      id: dataset.id,
      action: { kind: 'retry', tableId: table.id, ...more } as DatasetAction,
    })
  return (
    <div className={classes.failure}>
      <div className={box.failure} role="group" aria-label={t.failedTitle(name)}>
        <IconAlertTriangle size={20} stroke={1.6} className={box.icon} aria-hidden="true" />
        <div className={box.text}>
          <h3 className={box.title}>{t.failedTitle(name)}</h3>
          <p>{error.message}</p>
          {error.column && (
            <p>
              {t.atColumn} <code>{error.column}</code>
            </p>
          )}
          {error.hint && <p className={box.hint}>{error.hint}</p>}
          {mayRetry && (
            <div className={box.actions}>
              <Button
                variant="default"
                loading={action.isPending}
                leftSection={<IconRefresh size={16} stroke={1.6} aria-hidden="true" />}
                onClick={() => retry()}
              >
                {t.retry}
              </Button>
              {error.column && !isText && (
                <Button
                  variant="default"
                  loading={action.isPending}
                  onClick={() => retry({ asText: [error.column ?? ''] })}
                >
                  {t.asText(error.column)}
                </Button>
              )}
            </div>
          )}
        </div>
      </div>
      {action.error && <Failure title={t.actionFailed} error={action.error} />}
    </div>
  )
}
