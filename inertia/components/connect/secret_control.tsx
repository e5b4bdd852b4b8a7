import { PasswordInput, Textarea, UnstyledButton } from '@mantine/core'
import type { ControllerRenderProps } from 'react-hook-form'
import type { CredentialField } from '#connectors/field'
import type { FieldPath, FormValues } from '~/components/connect/form_values'
import classes from './field_control.module.css'

interface Props {
  field: CredentialField
  isStored: boolean
  bound: ControllerRenderProps<FormValues, FieldPath>
  error: string | undefined
}

/** A secret is only ever written: what is stored can be replaced or removed, never read. */
export function SecretControl({ field, isStored, bound, error }: Props) {
  const isRemoved = bound.value === null
  const shared = {
    ...bound,
    value: (bound.value as string | null) ?? '',
    label: field.label,
    placeholder: isRemoved
      ? 'Will be removed when you save'
      : isStored
        ? 'Stored'
        : field.placeholder,
    description: isStored ? <Stored isRemoved={isRemoved} onChange={bound.onChange} /> : field.help,
    withAsterisk: false,
    required: field.required && !isStored,
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

function Stored({
  isRemoved,
  onChange,
}: {
  isRemoved: boolean
  onChange: (value: string | null) => void
}) {
  return (
    <span className={classes.stored}>
      {isRemoved ? 'The stored one will be removed.' : 'Stored — leave empty to keep it.'}
      <UnstyledButton
        component="button"
        type="button"
        className={classes.action}
        onClick={() => onChange(isRemoved ? '' : null)}
      >
        {isRemoved ? 'Keep it' : 'Remove'}
      </UnstyledButton>
    </span>
  )
}
