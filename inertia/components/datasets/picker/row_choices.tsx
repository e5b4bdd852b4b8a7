import { ActionIcon, Button, NumberInput, Select, TextInput } from '@mantine/core'
import { IconChevronRight, IconPlus, IconX } from '@tabler/icons-react'
import type { Column } from '~/api/types'
import {
  type ChosenFilter,
  cursorOf,
  takesValue,
  type TableOptions,
} from '~/components/datasets/picker/choice'
import { useStrings } from '~/strings/strings_context'
import classes from './table_options.module.css'

interface Props {
  columns: Column[]
  options: TableOptions
  onChange: (options: TableOptions) => void
}

/** Which rows are imported: folded away, for most people want all of them. */
export function RowChoices({ columns, options, onChange }: Props) {
  const { options: t, filters: words } = useStrings().datasets.picker
  const { filters, limit } = options
  const change = (next: ChosenFilter[]) => onChange({ ...options, filters: next })
  const isNarrowed = filters.length > 0 || limit !== null
  return (
    <details className={classes.rows} open={isNarrowed || options.cursor !== null || undefined}>
      <summary className={classes.fold}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden="true" />
        {t.rows}
        <span className={classes.quiet}>
          {isNarrowed ? t.someRows(filters.length, limit) : t.everyRow}
        </span>
      </summary>
      <div className={classes.rowsBody}>
        {filters.map((filter, at) => (
          <FilterLine
            // They have no name of their own, and stay in their order.
            key={at}
            at={at + 1}
            columns={columns}
            filter={filter}
            onChange={(next) => change(filters.with(at, next))}
            onRemove={() => change(filters.toSpliced(at, 1))}
          />
        ))}
        {filters.length > 0 && <p className={classes.quiet}>{words.all}</p>}
        <Button
          variant="default"
          size="xs"
          className={classes.add}
          leftSection={<IconPlus size={14} aria-hidden="true" />}
          onClick={() => change([...filters, { column: '', operator: 'equals', value: '' }])}
        >
          {words.add}
        </Button>
        <NumberInput
          className={classes.limit}
          label={t.limit}
          placeholder={t.noLimit}
          min={1}
          allowDecimal={false}
          allowNegative={false}
          thousandSeparator=","
          value={limit ?? ''}
          onChange={(value) =>
            onChange({ ...options, limit: typeof value === 'number' && value > 0 ? value : null })
          }
        />
        <Select
          className={classes.cursor}
          label={t.cursor}
          description={t.cursorHint}
          placeholder={t.noCursor}
          data={options.columns ?? columns.map(({ name }) => name)}
          value={cursorOf(options)}
          onChange={(cursor) => onChange({ ...options, cursor })}
          clearable
          searchable
          limit={100}
        />
      </div>
    </details>
  )
}

interface LineProps {
  /** From 1 on. */
  at: number
  columns: Column[]
  filter: ChosenFilter
  onChange: (filter: ChosenFilter) => void
  onRemove: () => void
}

function FilterLine({ at, columns, filter, onChange, onRemove }: LineProps) {
  const { filters: t } = useStrings().datasets.picker
  return (
    <div className={classes.filter}>
      <Select
        className={classes.filterColumn}
        aria-label={t.column(at)}
        placeholder={t.chooseColumn}
        data={columns.map(({ name }) => name)}
        value={filter.column || null}
        onChange={(column) => onChange({ ...filter, column: column ?? '' })}
        searchable
        limit={100}
      />
      <Select
        className={classes.operator}
        aria-label={t.operator(at)}
        data={Object.entries(t.operators).map(([value, label]) => ({ value, label }))}
        value={filter.operator}
        onChange={(operator) => onChange({ ...filter, operator: operator ?? 'equals' })}
      />
      {takesValue(filter.operator) && (
        <TextInput
          className={classes.value}
          aria-label={t.value(at)}
          placeholder={t.valueHint}
          maxLength={1_000}
          value={filter.value}
          onChange={(event) => onChange({ ...filter, value: event.currentTarget.value })}
        />
      )}
      <ActionIcon aria-label={t.remove(at)} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  )
}
