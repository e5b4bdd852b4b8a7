import { PasswordInput, Textarea, UnstyledButton } from '@mantine/core'
import type { ControllerRenderProps } from 'react-hook-form'
import type { CredentialField } from '#connectors/field'
import type { FieldPath, FormValues } from '~/components/connect/form_values'
import type { StoredSecret } from '~/components/connect/stored_secrets'
import { useStrings } from '~/strings/strings_context'
import classes from './field_control.module.css'

interface Props {
  field: CredentialField
  /** Absent where nothing is stored yet. */
  stored: StoredSecret | undefined
  bound: ControllerRenderProps<FormValues, FieldPath>
  error: string | undefined
}

/** A secret is only ever written: what is stored can be kept, replaced or cleared, never read. */
export function SecretControl({ field, stored, bound, error }: Props) {
  const t = useStrings().connect.fields.stored
  const isCleared = stored !== undefined && bound.value === null
  const isAskedAgain = stored !== undefined && stored.changed.length > 0
  const placeholder = isCleared
    ? t.clearedPlaceholder
    : stored && !isAskedAgain
      ? t.placeholder
      : field.placeholder
  const shared = {
    ...bound,
    value: (bound.value as string | null) ?? '',
    label: field.label,
    placeholder,
    description: stored ? <Stored {...{ stored, isCleared, bound, error }} /> : field.help,
    withAsterisk: false,
    required: field.required && !stored,
    autoComplete: 'new-password',
    error,
  }
  return field.multiline ? (
    <Textarea
      {...shared}
      autosize
      minRows={2}
      maxRows={8}
      spellCheck={false}
      classNames={{ input: classes.code }}
    />
  ) : (
    <PasswordInput {...shared} aria-invalid={error !== undefined} />
  )
}

interface StoredProps extends Pick<Props, 'bound' | 'error'> {
  stored: StoredSecret
  isCleared: boolean
}

/** What becomes of the stored one when the form is saved, and the way to have it otherwise. */
function Stored({ stored: { changed }, isCleared, bound, error }: StoredProps) {
  const { stored: t, list } = useStrings().connect.fields
  const isReplaced = typeof bound.value === 'string' && bound.value !== ''
  const isAskedAgain = changed.length > 0 && !isCleared && !isReplaced
  // An error says already that it is asked for.
  const words = isAskedAgain ? (error ? null : t.again(list(changed))) : t.keep
  return (
    <span className={classes.stored} data-again={isAskedAgain || undefined}>
      {isCleared ? t.cleared : isReplaced ? t.replaced : words}
      <UnstyledButton
        component="button"
        type="button"
        className={classes.action}
        onClick={() => bound.onChange(isCleared || isReplaced ? '' : null)}
      >
        {isCleared || isReplaced ? t.keepIt : t.clear}
      </UnstyledButton>
    </span>
  )
}
