import { Button, type ButtonProps, CopyButton } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'

interface Props extends ButtonProps {
  text: string
  label: string
}

/** Puts a text on the clipboard, and says so. */
export function CopyText({ text, label, ...button }: Props) {
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
          <span aria-live="polite">{copied ? 'Copied' : label}</span>
        </Button>
      )}
    </CopyButton>
  )
}
