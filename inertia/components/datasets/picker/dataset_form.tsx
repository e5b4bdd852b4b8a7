import { router } from '@inertiajs/react'
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiError } from '~/api/client'
import type { Connection } from '~/api/types'
import {
  type ChosenTable,
  estimateOf,
  orderOf,
  unfinished,
} from '~/components/datasets/picker/choice'
import { TablePicker } from '~/components/datasets/picker/table_picker'
import { useChoice } from '~/components/datasets/picker/use_choice'
import { estimate } from '~/components/explore/row_estimate'
import { Failure } from '~/components/failure'
import { useCreateDataset } from '~/hooks/use_create_dataset'
import { type Strings, useStrings } from '~/strings/strings_context'
import classes from './dataset_form.module.css'

/** Tables are ticked, the dataset is named, and its import is asked for. What was chosen stays when that fails. */
export function DatasetForm({ connection }: { connection: Connection }) {
  const strings = useStrings()
  const t = strings.datasets.picker
  const choice = useChoice()
  const create = useCreateDataset()
  const [typed, setTyped] = useState<string | null>(null)
  const [missing, setMissing] = useState<Missing>({})
  const { chosen } = choice
  const name = typed ?? prefilled(connection, chosen)
  const told = refusals(create.error, chosen)
  const problems = missing.tables ? [missing.tables] : told.tables

  function submit(event: FormEvent) {
    event.preventDefault()
    const lacking = unfinished(chosen)
    const next = {
      ...(name.trim() === '' && { name: t.nameMissing }),
      ...(lacking && { tables: t.filterMissing(lacking.table.name) }),
    }
    setMissing(next)
    if (Object.keys(next).length > 0) return
    create.mutate(
      { name: name.trim(), connectionId: connection.id, tables: orderOf(chosen) },
      { onSuccess: ({ data }) => router.visit(`/datasets/${data.id}`) }
    )
  }

  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TablePicker connectionId={connection.id} choice={choice} />
      {told.rest && (
        <div className={classes.trouble}>
          <Failure title={t.failed} error={told.rest} />
        </div>
      )}
      {problems.length > 0 && (
        <div className={classes.problems} role="alert">
          {problems.map((problem) => (
            <p key={problem}>{problem}</p>
          ))}
        </div>
      )}
      <div className={classes.bar}>
        <TextInput
          className={classes.name}
          label={t.name}
          maxLength={120}
          value={name}
          error={missing.name ?? told.name}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <span className={classes.summary} role="status">
          {summary(chosen, strings)}
        </span>
        <Button
          type="submit"
          disabled={chosen.length === 0}
          loading={create.isPending || create.isSuccess}
        >
          {t.import}
        </Button>
      </div>
    </form>
  )
}

interface Missing {
  name?: string
  tables?: string
}

/** One table gives its name, several that of the connection. */
function prefilled({ name }: Connection, [first, ...others]: ChosenTable[]): string {
  return first && others.length === 0 ? first.table.name : name
}

function summary(chosen: ChosenTable[], { datasets, explore }: Strings): string {
  const { picker: t } = datasets
  if (chosen.length === 0) return t.nothingTicked
  const rows = estimateOf(chosen)
  const tables = t.summary(chosen.length)
  return rows === null ? tables : `${tables}, ${t.about(estimate(rows, explore.estimate))}`
}

/** What the server says, sorted by what it is about. */
function refusals(error: Error | null, chosen: ChosenTable[]) {
  if (!(error instanceof ApiError)) return { tables: [], rest: error }
  const { problems } = error
  const name = problems.find(({ field }) => field === 'name')?.message
  const tables = problems.flatMap(({ field, message }) => {
    const at = /^tables\.(\d+)/.exec(field ?? '')?.[1]
    const table = at === undefined ? undefined : chosen[Number(at)]?.table
    return table ? [`${table.name}: ${message}`] : []
  })
  const isTold = name !== undefined || tables.length > 0
  return { name, tables, rest: isTold ? null : error }
}
