import { IconCheck, IconChevronRight, IconFilter, IconMinus, IconSchema } from '@tabler/icons-react'
import type { CSSProperties, MouseEvent } from 'react'
import type { Tick } from '~/components/datasets/picker/tick'
import { Highlighted } from '~/components/explore/highlighted'
import { estimate } from '~/components/explore/row_estimate'
import { tableIcons } from '~/components/explore/table_icons'
import type { TableRow, TreeRow } from '~/components/explore/tree_rows'
import { useStrings } from '~/strings/strings_context'
import item from '~/components/explore/tree_item.module.css'
import classes from './picker_item.module.css'

interface Props {
  row: TreeRow
  /** Of the element, for the tree to point at. */
  id: string
  /** From 0 on. */
  index: number
  search: string
  /** Where the keyboard is. */
  isActive: boolean
  /** Whether its columns are shown. */
  isShown: boolean
  tick: Tick
  /** Whether not all of the table is wanted. */
  isNarrowed: boolean
  onChoose: (row: TreeRow) => void
  onTick: (row: TreeRow) => void
}

/** One line of the tree: its box ticks it, the rest of it opens it. */
export function PickerItem({ row, id, index, tick, onChoose, onTick, ...props }: Props) {
  const { common } = useStrings()

  function toggle(event: MouseEvent) {
    event.stopPropagation()
    onTick(row)
  }

  return (
    <div
      id={id}
      role="treeitem"
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.siblings}
      aria-checked={tick}
      aria-selected={props.isShown}
      aria-expanded={row.kind === 'schema' ? row.isOpen : undefined}
      data-level={row.level}
      data-active={props.isActive || undefined}
      className={`${item.item} ${classes.item}`}
      style={{ '--at': index } as CSSProperties}
      onClick={() => onChoose(row)}
    >
      {row.kind === 'schema' && (
        <IconChevronRight size={14} className={item.chevron} aria-hidden="true" />
      )}
      <span className={classes.reach} onClick={toggle} data-box>
        <span className={classes.box} data-tick={tick}>
          {tick === 'true' && <IconCheck size={12} stroke={3} aria-hidden="true" />}
          {tick === 'mixed' && <IconMinus size={12} stroke={3} aria-hidden="true" />}
        </span>
      </span>
      {row.kind === 'schema' ? (
        <>
          <IconSchema size={16} stroke={1.5} className={item.kind} aria-hidden="true" />
          <span className={item.name}>{row.schema}</span>
          <span className={item.rows}>{common.number(row.count)}</span>
        </>
      ) : (
        <Table row={row} search={props.search} isNarrowed={props.isNarrowed} />
      )}
    </div>
  )
}

function Table({
  row: { table },
  search,
  isNarrowed,
}: { row: TableRow } & Pick<Props, 'search' | 'isNarrowed'>) {
  const { datasets, explore } = useStrings()
  const Icon = tableIcons[table.kind]
  return (
    <>
      <Icon
        size={16}
        stroke={1.5}
        className={item.kind}
        role="img"
        aria-label={explore.tables.kinds[table.kind]}
      />
      <span className={item.name} title={table.name}>
        <Highlighted text={table.name} search={search} />
      </span>
      {isNarrowed && (
        <IconFilter
          size={14}
          stroke={1.6}
          className={classes.narrowed}
          role="img"
          aria-label={datasets.picker.narrowed}
        />
      )}
      {table.rowEstimate !== null && (
        <span className={item.rows} title={explore.tables.estimate}>
          {estimate(table.rowEstimate, explore.estimate)}
        </span>
      )}
    </>
  )
}
