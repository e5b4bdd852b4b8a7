import { Menu, UnstyledButton } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import type { Preview } from '~/api/types'
import { cellText } from '~/components/explore/cell_text'
import { rowAsJson, rowAsText, rowsAsCsv, rowsAsJson } from '~/components/explore/copied_rows'
import type { Copying } from '~/components/explore/use_copying'
import type { GridPlace } from '~/components/explore/grid_place'
import { useStrings } from '~/strings/strings_context'
import classes from './view_foot.module.css'

interface Props {
  preview: Preview
  place: GridPlace
  copying: Copying
}

/** What can be taken along of the value, the row, and the rows that are shown. */
export function CopyMenu({ preview: { columns, rows }, place, copying: { copy } }: Props) {
  const t = useStrings().explore.copy
  const row = rows[Math.max(place.row, 0)] ?? []
  const cell = row[place.column] ?? null
  const all = rows.flat()
  const item = (label: string, textOf: () => string, cells = row) => (
    <Menu.Item onClick={() => void copy(textOf(), cells)}>{label}</Menu.Item>
  )
  return (
    <Menu position="top-start">
      <Menu.Target>
        <UnstyledButton className={classes.link}>
          <IconCopy size={14} stroke={1.6} aria-hidden="true" />
          {t.menu}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t.thisRow}</Menu.Label>
        {item(t.value, () => cellText(cell), [cell])}
        {item(t.row, () => rowAsText(row))}
        {item(t.rowAsJson, () => rowAsJson(columns, row))}
        {item(t.rowAsCsv, () => rowsAsCsv(columns, [row]))}
        <Menu.Divider />
        <Menu.Label>{t.allRows}</Menu.Label>
        {item(t.allAsJson(rows.length), () => rowsAsJson(columns, rows), all)}
        {item(t.allAsCsv(rows.length), () => rowsAsCsv(columns, rows), all)}
      </Menu.Dropdown>
    </Menu>
  )
}
