import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { DatasetTable } from '~/api/types'
import { TableItem } from '~/components/datasets/result/table_item'
import { useStrings } from '~/strings/strings_context'
import classes from './table_list.module.css'

interface Props {
  tables: DatasetTable[]
  shownId: string | null
  speed: Record<string, number>
  onShow: (table: DatasetTable) => void
}

/** From so many on, one looks for a table by its name. */
const MANY = 12

/** The tables of a dataset, each with how far it is or what there is of it. */
export function TableList({ tables, shownId, speed, onShow }: Props) {
  const t = useStrings().datasets.result
  const [search, setSearch] = useState('')
  const wanted = search.toLowerCase()
  const found = tables.filter(({ schema, name }) =>
    `${schema ?? ''}.${name}`.toLowerCase().includes(wanted)
  )
  return (
    <section className={classes.pane} aria-label={t.pane}>
      {tables.length >= MANY && (
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t.search}
          placeholder={t.search}
          value={search}
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
          onChange={(event) => setSearch(event.currentTarget.value.trimStart())}
        />
      )}
      {found.length === 0 && (
        <p className={classes.none} role="status">
          {t.noMatch(search)}
        </p>
      )}
      <ul className={classes.list}>
        {found.map((table) => (
          <TableItem
            key={table.id}
            table={table}
            isShown={table.id === shownId}
            speed={speed[table.id] ?? null}
            onShow={() => onShow(table)}
          />
        ))}
      </ul>
    </section>
  )
}
