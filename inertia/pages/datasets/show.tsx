import { router } from '@inertiajs/react'
import { useState } from 'react'
import type { WholeDataset } from '~/api/types'
import { DeleteDataset } from '~/components/datasets/delete_dataset'
import { ImportSummary } from '~/components/datasets/result/import_summary'
import { ResultActions } from '~/components/datasets/result/result_actions'
import { TableList } from '~/components/datasets/result/table_list'
import { TableResult } from '~/components/datasets/result/table_result'
import { useSpeed } from '~/components/datasets/result/use_speed'
import { Failure } from '~/components/failure'
import { PageHeader } from '~/components/page_header'
import { useDataset } from '~/hooks/use_dataset'
import { useDatasetAction } from '~/hooks/use_dataset_actions'
import { useUrlQuery } from '~/hooks/use_url_query'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/datasets'
import '~/strings/told/explore'
import classes from './show.module.css'

interface Props {
  dataset: WholeDataset
}

export default function DatasetsShow({ dataset: initial }: Props) {
  const t = useStrings().datasets
  const { data: dataset } = useDataset(initial)
  const [{ table: wanted, tab }, setQuery] = useUrlQuery({ table: '', tab: 'rows' })
  const speed = useSpeed(dataset)
  const action = useDatasetAction()
  const [isDeleting, setDeleting] = useState(false)
  const chosen = dataset.tables.find(({ id }) => id === wanted)
  const shown = chosen ?? dataset.tables[0]

  return (
    <>
      <PageHeader
        title={dataset.name}
        crumbs={[{ label: t.crumb, href: '/datasets' }]}
        action={
          <ResultActions
            dataset={dataset}
            isPending={action.isPending}
            onAct={(one) => action.mutate({ id: dataset.id, action: one })}
            onDelete={() => setDeleting(true)}
          />
        }
      />
      <div className={classes.page}>
        <ImportSummary dataset={dataset} speed={speed} />
        {action.error && (
          <div className={classes.failure}>
            <Failure title={t.result.actionFailed} error={action.error} />
          </div>
        )}
        <div className={classes.panes} data-open={chosen ? true : undefined}>
          <TableList
            tables={dataset.tables}
            shownId={shown?.id ?? null}
            speed={speed}
            onShow={({ id }) => setQuery({ table: id }, { push: true })}
          />
          {shown && (
            <TableResult
              key={shown.id}
              dataset={dataset}
              table={shown}
              tab={tab}
              onTab={(next) => setQuery({ tab: next })}
              onBack={() => setQuery({ table: '' }, { push: true })}
            />
          )}
        </div>
      </div>
      {isDeleting && (
        <DeleteDataset
          dataset={dataset}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.visit('/datasets')}
        />
      )}
    </>
  )
}

DatasetsShow.layout = AppLayout
