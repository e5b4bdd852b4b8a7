import { VisuallyHidden } from '@mantine/core'
import type { Connection } from '~/api/types'
import { ConnectionRow } from '~/components/connections/connection_row'
import { useRetestConnection } from '~/hooks/use_retest_connection'
import classes from './connection_table.module.css'

interface Props {
  connections: Connection[]
  engineLabels: Record<string, string>
  sort: string
  onSort: (sort: string) => void
  onDelete: (connection: Connection) => void
  isStale: boolean
}

const columns = [
  { key: 'name', label: 'Name', sort: 'name' },
  { key: 'target', label: 'Points at' },
  { key: 'tags', label: 'Tags' },
  { key: 'visibility', label: 'Visible to' },
  { key: 'status', label: 'Last test', sort: '-lastTestedAt' },
]

export function ConnectionTable(props: Props) {
  const retest = useRetestConnection()
  return (
    <table
      className={classes.table}
      aria-busy={props.isStale}
      data-stale={props.isStale || undefined}
    >
      <thead>
        <tr>
          {columns.map(({ key, label, sort }) => (
            <th key={key} scope="col" data-column={key} aria-sort={ariaSort(props.sort, sort)}>
              {sort ? <SortButton {...props} by={sort} label={label} /> : label}
            </th>
          ))}
          <th scope="col" data-column="menu">
            <VisuallyHidden>Actions</VisuallyHidden>
          </th>
        </tr>
      </thead>
      <tbody>
        {props.connections.map((connection) => (
          <ConnectionRow
            key={connection.id}
            connection={connection}
            engineLabel={props.engineLabels[connection.type] ?? connection.type}
            isTesting={isTesting(retest, connection)}
            onTest={() => retest.mutate(connection)}
            onDelete={() => props.onDelete(connection)}
          />
        ))}
      </tbody>
    </table>
  )
}

/** Sorts by its column, the other way round on the second click. */
function SortButton({
  by,
  label,
  sort,
  onSort,
}: Pick<Props, 'sort' | 'onSort'> & { by: string; label: string }) {
  const direction = ariaSort(sort, by)
  return (
    <button
      type="button"
      className={classes.sort}
      onClick={() => onSort(sort === by ? flip(by) : by)}
    >
      {label}
      <span aria-hidden="true">
        {direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''}
      </span>
    </button>
  )
}

function ariaSort(current: string, by: string | undefined) {
  if (!by || ![by, flip(by)].includes(current)) return undefined
  return current.startsWith('-') ? 'descending' : 'ascending'
}

function flip(sort: string) {
  return sort.startsWith('-') ? sort.slice(1) : `-${sort}`
}

function isTesting(retest: ReturnType<typeof useRetestConnection>, { id }: Connection) {
  return retest.isPending && retest.variables.id === id
}
