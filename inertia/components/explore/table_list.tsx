import { ActionIcon, Skeleton, Text, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconRefresh, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import type { TableSummary } from '~/api/types'
import { TableItem } from '~/components/explore/table_item'
import { Failure } from '~/components/failure'
import { Pager } from '~/components/pager'
import { useTables } from '~/hooks/use_tables'
import classes from './table_list.module.css'

interface Props {
  connectionId: string
  selected: { schema: string | null; name: string } | null
  onSelect: (table: TableSummary) => void
}

/** A connection's tables by schema, searchable, a page at a time. */
export function TableList({ connectionId, selected, onSelect }: Props) {
  const [search, setSearch] = useState('')
  const [page, setPage] = useState(1)
  const tables = useTables(connectionId, { search, page })
  const searchSoon = useDebouncedCallback((text: string) => {
    setSearch(text)
    setPage(1)
  }, 200)

  return (
    <section className={classes.pane} aria-label="Tables">
      <div className={classes.head}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label="Search tables"
          placeholder="Search tables"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden="true" />}
          onChange={(event) => searchSoon(event.currentTarget.value.trim())}
        />
        <Tooltip label="Read the list of tables again">
          <ActionIcon
            aria-label="Refresh"
            loading={tables.isRefreshing}
            onClick={() => void tables.refresh()}
          >
            <IconRefresh size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div className={classes.scroll} data-stale={tables.isPlaceholderData || undefined}>
        {tables.isPending && <Waiting />}
        {tables.error && (
          <div className={classes.failure}>
            <Failure
              title="The tables could not be listed"
              error={tables.error}
              onRetry={() => void tables.refetch()}
            />
          </div>
        )}
        {tables.data?.data.length === 0 && (
          <Text size="sm" c="dimmed" p="md" role="status">
            {search
              ? `No table has “${search}” in its name.`
              : 'This user sees no tables here. Ask for the right to read them, or check the database.'}
          </Text>
        )}
        {tables.data &&
          bySchema(tables.data.data).map(([schema, items]) => (
            <div key={schema ?? ''}>
              {schema !== null && <h2 className={classes.schema}>{schema}</h2>}
              <ul className={classes.items}>
                {items.map((table) => (
                  <TableItem
                    key={table.name}
                    table={table}
                    onSelect={() => onSelect(table)}
                    isSelected={selected?.name === table.name && selected.schema === table.schema}
                  />
                ))}
              </ul>
            </div>
          ))}
      </div>
      {tables.data && (
        <div className={classes.foot}>
          <Pager meta={tables.data.meta} noun="table" onPage={setPage} />
          {tables.data.meta.cachedAt && (
            <Text size="xs" c="dimmed">
              As of {new Date(tables.data.meta.cachedAt).toLocaleTimeString([], clock)}
            </Text>
          )}
        </div>
      )}
    </section>
  )
}

const clock = { hour: '2-digit', minute: '2-digit' } as const

/** The server sends them in order of schema. */
function bySchema(tables: TableSummary[]) {
  return [...Map.groupBy(tables, ({ schema }) => schema)]
}

function Waiting() {
  return (
    <div className={classes.waiting} aria-busy="true" aria-label="Loading tables">
      {[62, 48, 71, 40, 55, 66, 44].map((width) => (
        <Skeleton key={width} height={14} width={`${width}%`} />
      ))}
    </div>
  )
}
