import { ActionIcon, Button } from '@mantine/core'
import { IconPlugConnected, IconTrash, IconX } from '@tabler/icons-react'
import { useStrings } from '~/strings/strings_context'
import classes from './bulk_bar.module.css'

interface Props {
  selected: number
  isReading: boolean
  onTest: () => void
  onDelete: () => void
  onClear: () => void
}

export function SelectionBar({ selected, isReading, onTest, onDelete, onClear }: Props) {
  const { selection: words } = useStrings().connections
  return (
    <section className={classes.bar} aria-label={words.label}>
      <span className={classes.count} role="status">
        {words.count(selected)}
      </span>
      <span className={classes.end}>
        <Button
          variant="subtle"
          color="gray"
          loading={isReading}
          leftSection={<IconPlugConnected size={16} stroke={1.6} />}
          onClick={onTest}
        >
          {words.test}
        </Button>
        <Button
          variant="subtle"
          color="red"
          c="var(--status-failed)"
          loading={isReading}
          leftSection={<IconTrash size={16} stroke={1.6} />}
          onClick={onDelete}
        >
          {words.delete}
        </Button>
        <ActionIcon aria-label={words.clear} onClick={onClear}>
          <IconX size={16} />
        </ActionIcon>
      </span>
    </section>
  )
}
