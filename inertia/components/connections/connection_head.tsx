import { VisuallyHidden } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { RowCheckbox } from '~/components/connections/row_checkbox'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_table.module.css'

interface Props {
  sort: string
  onSort: (sort: string) => void
  /** Somebody is about to sort so. */
  onSortSoon: (sort: string) => void
  /** Left out where nothing can be done with what is selected. */
  selection?: { selected: number; total: number; onAll: (checked: boolean) => void }
}

const columns = [
  { key: 'name', sort: 'name' },
  { key: 'target' },
  { key: 'tags' },
  { key: 'visibility' },
  { key: 'status', sort: '-lastTestedAt' },
] as const

/** The columns' names, by some of which the rows are sorted. */
export function ConnectionHead({ selection, ...sorting }: Props) {
  const { table: words } = useStrings().connections
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" data-column="select">
          <VisuallyHidden>{words.select}</VisuallyHidden>
          {selection && (
            <RowCheckbox
              label={words.selectAll}
              checked={selection.selected > 0 && selection.selected === selection.total}
              isPartly={selection.selected > 0 && selection.selected < selection.total}
              onChange={selection.onAll}
            />
          )}
        </th>
        {columns.map(({ key, ...column }) => {
          const by = 'sort' in column ? column.sort : undefined
          return (
            <th
              key={key}
              scope="col"
              data-column={key}
              aria-sort={by && ariaSort(sorting.sort, by)}
            >
              {by ? <SortButton by={by} label={words[key]} {...sorting} /> : words[key]}
            </th>
          )
        })}
        <th scope="col" data-column="menu">
          <VisuallyHidden>{words.actions}</VisuallyHidden>
        </th>
      </tr>
    </thead>
  )
}

/** Sorts by its column, the other way round on the second click. */
function SortButton({
  by,
  label,
  sort,
  onSort,
  onSortSoon,
}: Omit<Props, 'selection'> & { by: string; label: string }) {
  const direction = ariaSort(sort, by)
  const next = sort === by ? flip(by) : by
  const prepare = () => onSortSoon(next)
  const Arrow = direction === 'descending' ? IconArrowDown : IconArrowUp
  return (
    <button
      type="button"
      className={classes.sort}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={() => onSort(next)}
    >
      {label}
      {direction && <Arrow size={13} stroke={2} aria-hidden="true" />}
    </button>
  )
}

function ariaSort(current: string, by: string) {
  if (![by, flip(by)].includes(current)) return undefined
  return current.startsWith('-') ? 'descending' : 'ascending'
}

function flip(sort: string) {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`
}
