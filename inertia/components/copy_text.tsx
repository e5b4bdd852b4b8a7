import { Button, type ButtonProps, CopyButton } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useStrings } from '~/strings/strings_context'

interface Props extends ButtonProps {
  text: string
  label: string
}

/** Puts a text on the clipboard, and says so. */
export function CopyText({ text, label, ...button }: Props) {
  const { copied: done } = useStrings().common
  return (
    <CopyButton value={text}>
      {({ copied, copy }) => (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconCopy size={14} aria-hidden="true" />}
          onClick={copy}
          {...button}
        >
          <span aria-live="polite">{copied ? done : label}</span>
        </Button>
      )}
    </CopyButton>
  )
}
