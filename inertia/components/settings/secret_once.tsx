import { Text } from '@mantine/core'
import { useId } from 'react'
import { CopyText } from '~/components/copy_text'
import classes from './secret_once.module.css'

interface Props {
  label: string
  secret: string
  /** That it is shown only now. */
  note?: string
  copyLabel: string
  isPrimary?: boolean
}

/** A text to take away, whole and selectable, with the button that does. */
export function SecretOnce({ label, secret, note, copyLabel, isPrimary = false }: Props) {
  const id = useId()
  return (
    <div className={classes.secret}>
      <span id={id} className={classes.label}>
        {label}
      </span>
      <div className={classes.box}>
        <code className={classes.text} aria-labelledby={id} role="group" tabIndex={0}>
          {secret}
        </code>
        <CopyText
          text={secret}
          label={copyLabel}
          size="xs"
          variant={isPrimary ? 'filled' : 'default'}
          data-autofocus={isPrimary || undefined}
        />
      </div>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </div>
  )
}
