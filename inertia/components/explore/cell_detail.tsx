import { ActionIcon } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Cell, Column } from '~/api/types'
import { CellBody } from '~/components/explore/cell_body'
import { cellText } from '~/components/explore/cell_text'
import { sizeOf } from '~/components/explore/cell_size'
import { CopyText } from '~/components/copy_text'
import { useStrings } from '~/strings/strings_context'
import classes from './cell_detail.module.css'

interface Props {
  column: Column
  cell: Cell
  /** Counts up whenever the reader should go there. */
  visits: number
  onClose: () => void
}

/** One value in full, beside the grid. */
export function CellDetail({ column, cell, visits, onClose }: Props) {
  const t = useStrings()
  const close = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (visits > 0) close.current?.focus()
  }, [visits])
  return (
    <aside
      className={classes.detail}
      aria-label={t.explore.detail.label(column.name)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <div className={classes.head}>
        <div className={classes.names}>
          <h3 className={classes.name} title={column.name}>
            {column.name}
          </h3>
          <p className={classes.type} title={column.type}>
            {column.type}
          </p>
        </div>
        <CopyText text={cellText(cell)} label={t.common.copy} />
        <ActionIcon ref={close} aria-label={t.explore.detail.close} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </div>
      <CellBody key={cellText(cell)} cell={cell} size={sizeOf(cell, t)} />
    </aside>
  )
}
