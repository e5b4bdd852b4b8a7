import { Button, Group, Text } from '@mantine/core'
import type { PageMeta } from '~/api/types'
import { counted } from '~/components/counted'

interface Props {
  meta: PageMeta
  /** What is counted, in the singular. */
  noun: string
  onPage: (page: number) => void
}

/** Which part of a list is shown, and the way to its neighbours. */
export function Pager({ meta, noun, onPage }: Props) {
  const first = (meta.page - 1) * meta.perPage + 1
  const last = Math.min(meta.page * meta.perPage, meta.total)
  if (meta.total === 0) return null
  return (
    <Group justify="space-between" gap="xs" py="xs">
      <Text size="xs" c="dimmed" role="status">
        {meta.lastPage > 1 && `${first.toLocaleString('en')}–${last.toLocaleString('en')} of `}
        {counted(meta.total, noun)}
      </Text>
      {meta.lastPage > 1 && (
        <Group gap="xs" component="nav" aria-label="Pages">
          <Button
            size="xs"
            variant="default"
            disabled={meta.page <= 1}
            onClick={() => onPage(meta.page - 1)}
          >
            Previous
          </Button>
          <Button
            size="xs"
            variant="default"
            disabled={meta.page >= meta.lastPage}
            onClick={() => onPage(meta.page + 1)}
          >
            Next
          </Button>
        </Group>
      )}
    </Group>
  )
}
