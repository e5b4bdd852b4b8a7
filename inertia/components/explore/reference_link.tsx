import { IconArrowUpRight } from '@tabler/icons-react'
import { useContext } from 'react'
import type { Column } from '~/api/types'
import { OpenTable } from '~/components/explore/open_table'
import { tableAddress } from '~/components/explore/table_address'
import { useStrings } from '~/strings/strings_context'
import classes from './reference_link.module.css'

interface Props {
  column: Column
  /** Reached by the grid's own keys; what it points at is in its name only. */
  isInGrid?: boolean
}

/** The way to the table that a column points at. */
export function ReferenceLink({ column, isInGrid = false }: Props) {
  const t = useStrings().explore.grid
  const open = useContext(OpenTable)
  const { references } = column
  if (!references) return null
  const target = `${references.name}.${references.column}`
  return (
    <a
      className={classes.link}
      href={tableAddress(references)}
      aria-label={t.references(target)}
      title={t.openReferenced(column.name, references.name)}
      tabIndex={isInGrid ? -1 : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        open(references)
      }}
    >
      {!isInGrid && target}
      <IconArrowUpRight size={13} className={classes.icon} aria-hidden="true" />
    </a>
  )
}
