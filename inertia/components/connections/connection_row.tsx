import { IconDots, IconTag } from '@tabler/icons-react'
import { memo, type MouseEvent } from 'react'
import type { Connection } from '~/api/types'
import { ConnectionStatus } from '~/components/connections/connection_status'
import { RowCheckbox } from '~/components/connections/row_checkbox'
import { EngineIcon } from '~/components/engine_icon'
import { Link } from '~/components/link'
import { MiddleElided } from '~/components/middle_elided'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_table.module.css'

/** What rows ask for; stays the same between renders, so that only rows that differ are rendered. */
export interface RowEvents {
  onSelect: (index: number, selected: boolean, withShift: boolean) => void
  onMenu: (connection: Connection, button: HTMLElement) => void
  onTag: (tag: string) => void
  onEditTags: (connection: Connection) => void
}

interface Props {
  index: number
  connection: Connection
  engineLabel: string
  mayChange: boolean
  isSelected: boolean
  isTesting: boolean
  isMenuOpen: boolean
  /** Whether it came back, after what had been done to it was refused. */
  isBack: boolean
  events: RowEvents
}

export const ConnectionRow = memo(function ConnectionRow(props: Props) {
  const { index, connection, mayChange, isSelected, isMenuOpen, events } = props
  const { table: words, visibility: visible } = useStrings().connections
  const { id, name, type, target, visibility } = connection
  return (
    <tr
      className={classes.row}
      aria-rowindex={index + 2}
      data-index={index}
      data-id={id}
      data-selected={isSelected || undefined}
      data-back={props.isBack || undefined}
      onClick={follow}
    >
      <td data-column="select">
        {mayChange && (
          <RowCheckbox
            label={words.selectOne(name)}
            checked={isSelected}
            onChange={(checked, withShift) => events.onSelect(index, checked, withShift)}
          />
        )}
      </td>
      <td data-column="name">
        <div className={classes.name}>
          <EngineIcon type={type} />
          <div className={classes.names}>
            <Link href={`/connections/${id}`} className={classes.link} title={name} data-row-link>
              {name}
            </Link>
            <span className={classes.below}>
              <MiddleElided text={target} />
            </span>
          </div>
        </div>
      </td>
      <td data-column="target">
        <span className={classes.target} aria-label={words.at(props.engineLabel, target)}>
          <MiddleElided text={target} />
        </span>
      </td>
      <td data-column="tags">
        <RowTags {...props} />
      </td>
      <td data-column="visibility" className={classes.visibility}>
        {visible[visibility]}
      </td>
      <td data-column="status">
        <ConnectionStatus connection={connection} isTesting={props.isTesting} />
      </td>
      <td data-column="menu">
        {mayChange && (
          <button
            type="button"
            className={classes.menu}
            aria-label={words.actionsFor(name)}
            aria-haspopup="menu"
            aria-expanded={isMenuOpen}
            data-row-menu
            onClick={(event) => events.onMenu(connection, event.currentTarget)}
          >
            <IconDots size={18} aria-hidden="true" />
          </button>
        )}
      </td>
    </tr>
  )
})

function RowTags({ connection, mayChange, events }: Props) {
  const { table: words } = useStrings().connections
  return (
    <div className={classes.tags}>
      {connection.tags.map((tag) => (
        <button
          key={tag}
          type="button"
          className={classes.tag}
          title={words.filterBy(tag)}
          onClick={() => events.onTag(tag)}
        >
          {tag}
        </button>
      ))}
      {mayChange && (
        <button
          type="button"
          className={classes.addTag}
          aria-label={words.tagsOf(connection.name)}
          onClick={() => events.onEditTags(connection)}
        >
          <IconTag size={14} stroke={1.6} aria-hidden="true" />
        </button>
      )}
    </div>
  )
}

/** The whole row leads where its name does; what lies above the name's reach hands the click down. */
function follow({ target, currentTarget, ctrlKey, metaKey, shiftKey }: MouseEvent<HTMLElement>) {
  if (!(target instanceof Element) || target.closest('a, button, label, input')) return
  const link = currentTarget.querySelector<HTMLElement>('[data-row-link]')
  link?.focus({ preventScroll: true })
  const click = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }
  link?.dispatchEvent(new window.MouseEvent('click', click))
}
