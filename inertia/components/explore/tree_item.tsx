import { IconChevronRight, IconSchema } from '@tabler/icons-react'
import { type CSSProperties, memo } from 'react'
import { Highlighted } from '~/components/explore/highlighted'
import { estimate } from '~/components/explore/row_estimate'
import { tableIcons } from '~/components/explore/table_icons'
import { tableAddress } from '~/components/explore/table_address'
import type { SchemaRow, TableRow, TreeRow } from '~/components/explore/tree_rows'
import { useStrings } from '~/strings/strings_context'
import classes from './tree_item.module.css'

interface Props {
  row: TreeRow
  /** Of the element, for the tree to point at. */
  id: string
  /** From 0 on. */
  index: number
  search: string
  /** Where the keyboard is. */
  isActive: boolean
  /** Whether its table is the one that is shown. */
  isShown: boolean
  onChoose: (row: TreeRow) => void
}

/** One line of the tree: a schema, or a table that can also be opened like any link. */
export const TreeItem = memo(function TreeItem({ row, id, index, onChoose, ...item }: Props) {
  const place = {
    id,
    'role': 'treeitem',
    'aria-level': row.level,
    'aria-posinset': row.position,
    'aria-setsize': row.siblings,
    'data-level': row.level,
    'data-active': item.isActive || undefined,
    'className': classes.item,
    // The style sheet knows how high rows are, under a mouse and under a finger.
    'style': { '--at': index } as CSSProperties,
  }
  if (row.kind === 'schema') {
    return (
      <div
        {...place}
        aria-expanded={row.isOpen}
        aria-selected="false"
        onClick={() => onChoose(row)}
      >
        <Schema row={row} />
      </div>
    )
  }
  return (
    <a
      {...place}
      aria-selected={item.isShown}
      href={tableAddress(row.table)}
      tabIndex={-1}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onChoose(row)
      }}
    >
      <Table row={row} search={item.search} />
    </a>
  )
})

function Schema({ row }: { row: SchemaRow }) {
  const t = useStrings()
  return (
    <>
      <IconChevronRight size={14} className={classes.chevron} aria-hidden="true" />
      <IconSchema size={16} stroke={1.5} className={classes.kind} aria-hidden="true" />
      <span className={classes.name}>{row.schema}</span>
      <span className={classes.rows}>{t.common.number(row.count)}</span>
    </>
  )
}

function Table({ row: { table }, search }: { row: TableRow; search: string }) {
  const { tables: t, estimate: words } = useStrings().explore
  const Icon = tableIcons[table.kind]
  return (
    <>
      <Icon
        size={16}
        stroke={1.5}
        className={classes.kind}
        aria-label={t.kinds[table.kind]}
        role="img"
      />
      <span className={classes.name} title={table.name}>
        <Highlighted text={table.name} search={search} />
      </span>
      {table.rowEstimate !== null && (
        <span className={classes.rows} title={t.estimate}>
          {estimate(table.rowEstimate, words)}
        </span>
      )}
    </>
  )
}
