import { IconTableOff } from '@tabler/icons-react'
import type { Connection } from '~/api/types'
import { ChosenConnection } from '~/components/datasets/chosen_connection'
import { DatasetForm } from '~/components/datasets/picker/dataset_form'
import { EmptyState } from '~/components/empty_state'
import { useStrings } from '~/strings/strings_context'
import classes from './new_dataset.module.css'

/** An engine, as the page tells it; a type, because props of pages are JSON. */
export type ImportEngine = {
  name: string
  label: string
  supportsImport: boolean
}

interface Props {
  connection: Connection
  engine: ImportEngine | undefined
  onOther: () => void
}

/** The tables of the chosen connection; where its engine cannot be imported, that is said. */
export function NewDatasetOf({ connection, engine, onOther }: Props) {
  const { chosen: t } = useStrings().datasets
  const label = engine?.label ?? connection.type
  return (
    <div className={classes.page}>
      <ChosenConnection connection={connection} engineLabel={label} onChange={onOther} />
      {engine?.supportsImport ? (
        <DatasetForm key={connection.id} connection={connection} />
      ) : (
        <EmptyState icon={<IconTableOff size={32} stroke={1.4} />} title={t.unsupported(label)}>
          {t.unsupportedHint}
        </EmptyState>
      )}
    </div>
  )
}
