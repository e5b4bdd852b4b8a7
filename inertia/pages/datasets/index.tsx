import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import type { Dataset, Listing } from '~/api/types'
import { DeleteDataset } from '~/components/datasets/delete_dataset'
import { DatasetFilters } from '~/components/datasets/list/dataset_filters'
import { DatasetList } from '~/components/datasets/list/dataset_list'
import type { RowAction } from '~/components/datasets/list/dataset_menu'
import { FirstDataset, NoDatasetFound } from '~/components/datasets/list/no_datasets'
import { Failure } from '~/components/failure'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { Pager } from '~/components/pager'
import { useDatasetAction } from '~/hooks/use_dataset_actions'
import { type DatasetFilters as Filters, useDatasets } from '~/hooks/use_datasets'
import { useUrlQuery } from '~/hooks/use_url_query'
import { useUser } from '~/hooks/use_user'
import { AppLayout } from '~/layouts/app_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/datasets'
import '~/strings/told/explore'
import classes from './index.module.css'

interface Props {
  datasets: Listing<Dataset>
}

const defaults: Filters = { search: '', status: '', page: '1' }

export default function DatasetsIndex({ datasets: initial }: Props) {
  const t = useStrings().datasets.list
  const [filters, setFilters] = useUrlQuery(defaults)
  const { data, error, isPlaceholderData, refetch } = useDatasets(filters, initial)
  const { mayConnect } = useUser()
  const [deleting, setDeleting] = useState<Dataset | null>(null)
  const act = useRowActions(setDeleting)
  const isEmpty = data?.meta.total === 0
  const isFirstUse = isEmpty && filters.search === '' && filters.status === ''
  const create = mayConnect && (
    <Button component={Link} href="/datasets/new" leftSection={<IconPlus size={16} />}>
      {t.create}
    </Button>
  )

  return (
    <>
      <PageHeader title={t.title} action={isFirstUse ? undefined : create} />
      <div className={classes.content}>
        {!isFirstUse && (
          <DatasetFilters
            filters={filters}
            onChange={(changes) => setFilters({ ...changes, page: '1' })}
          />
        )}
        {error && <Failure title={t.unlisted} error={error} onRetry={() => void refetch()} />}
        {isFirstUse && <FirstDataset action={create} />}
        {isEmpty && !isFirstUse && <NoDatasetFound onClear={() => setFilters(defaults)} />}
        {data && !isEmpty && (
          <>
            <DatasetList datasets={data.data} isStale={isPlaceholderData} onAct={act} />
            <Pager
              meta={data.meta}
              noun={t.noun}
              onPage={(page) => setFilters({ page: String(page) }, { push: true })}
            />
          </>
        )}
      </div>
      {deleting && <DeleteDataset dataset={deleting} onClose={() => setDeleting(null)} />}
    </>
  )
}

DatasetsIndex.layout = AppLayout

/** What the menus of rows do. */
function useRowActions(onDelete: (dataset: Dataset) => void) {
  const t = useStrings().datasets.list
  const action = useDatasetAction()
  return (kind: RowAction, dataset: Dataset) => {
    if (kind === 'delete') return onDelete(dataset)
    const said = kind === 'refresh' ? t.refreshed : t.cancelled
    action.mutate(
      { id: dataset.id, action: { kind } },
      {
        onSuccess: () => notifications.show({ message: said(dataset.name) }),
        onError: ({ message }) => notifications.show({ title: t.failed, message, color: 'red' }),
      }
    )
  }
}
