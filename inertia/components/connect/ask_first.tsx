import { Button, Group, Modal, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useEscapeHold } from '~/components/connect/use_escape_hold'

interface Props {
  opened: boolean
  title: string
  confirm: string
  cancel: string
  onConfirm: () => void
  onCancel: () => void
  children: ReactNode
}

/** A question before something that deserves a second thought; the safe answer has the focus. */
export function AskFirst({ opened, title, confirm, cancel, onConfirm, onCancel, children }: Props) {
  useEscapeHold(opened)

  // Not there until it asks: it would hear the very Escape that made it ask, and take it for an answer.
  if (!opened) return null
  return (
    <Modal opened onClose={onCancel} title={title} size="sm" zIndex={300} centered>
      <Text>{children}</Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onCancel} data-autofocus>
          {cancel}
        </Button>
        <Button onClick={onConfirm}>{confirm}</Button>
      </Group>
    </Modal>
  )
}
