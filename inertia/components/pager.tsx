import { Button, Group, Text } from '@mantine/core'
import type { PageMeta } from '~/api/types'
import { useStrings } from '~/strings/strings_context'

interface Props {
  meta: PageMeta
  /** What is counted, in the singular. */
  noun: string
  onPage: (page: number) => void
}

/** Which part of a list is shown, and the way to its neighbours. */
export function Pager({ meta, noun, onPage }: Props) {
  const { counted, pager } = useStrings().common
  const first = (meta.page - 1) * meta.perPage + 1
  const last = Math.min(meta.page * meta.perPage, meta.total)
  const total = counted(meta.total, noun)
  if (meta.total === 0) return null
  return (
    <Group justify="space-between" gap="xs" py="xs">
      <Text size="xs" c="dimmed" role="status">
        {meta.lastPage > 1 ? pager.range(first, last, total) : total}
      </Text>
      {meta.lastPage > 1 && (
        <Group gap="xs" component="nav" aria-label={pager.label}>
          <Button
            size="xs"
            variant="default"
            disabled={meta.page <= 1}
            onClick={() => onPage(meta.page - 1)}
          >
            {pager.previous}
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={meta.page >= meta.lastPage}
            onClick={() => onPage(meta.page + 1)}
          >
            {pager.next}
          </Button>
        </Group>
      )}
    </Group>
  )
}
