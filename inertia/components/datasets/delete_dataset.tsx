import { notifications } from '@mantine/notifications'
import type { Dataset } from '~/api/types'
import { bytes } from '~/components/explore/byte_size'
import { Ask } from '~/components/settings/ask'
import { useDeleteDataset } from '~/hooks/use_dataset_actions'
import { isUnderWay } from '~/hooks/use_datasets'
import { useStrings } from '~/strings/strings_context'

interface Props {
  dataset: Dataset
  onClose: () => void
  onDeleted?: () => void
}

/** Says what is lost with a dataset, and asks. */
export function DeleteDataset({ dataset, onClose, onDeleted }: Props) {
  const { datasets, explore } = useStrings()
  const t = datasets.list.deleting
  const { id, name, tableCount, rows } = dataset
  const deletion = useDeleteDataset()

  async function submit() {
    await deletion.mutateAsync(id)
    notifications.show({ message: t.done(name) })
    onClose()
    onDeleted?.()
  }

  return (
    <Ask
      title={t.title}
      submit={t.confirm}
      keep={t.keep}
      isDanger
      isPending={deletion.isPending}
      error={deletion.error}
      failed={t.failed}
      onSubmit={() => void submit().catch(() => {})}
      onClose={onClose}
    >
      <p>{t.what(name, tableCount, rows, bytes(dataset.bytes, explore.bytes))}</p>
      <p>
        {isUnderWay(dataset) && `${t.running} `}
        {t.untouched}
      </p>
    </Ask>
  )
}
