import { NumberInput, Select, Switch, Textarea, TextInput } from '@mantine/core'
import { Controller, type ControllerRenderProps, useFormContext } from 'react-hook-form'
import type { Field } from '~/api/types'
import { rulesOf } from '~/components/connect/field_rules'
import { type FieldPath, type FormValues, pathOf } from '~/components/connect/form_values'
import { SecretControl } from '~/components/connect/secret_control'
import type { StoredSecret } from '~/components/connect/stored_secrets'
import { useStrings } from '~/strings/strings_context'
import classes from './field_control.module.css'

interface Props {
  field: Field
  /** Of a credential: what is stored already. */
  stored: StoredSecret | undefined
}

/** The control that suits a field's kind, with its label, help and error. */
export function FieldControl({ field, stored }: Props) {
  const t = useStrings().connect.fields
  const { control } = useFormContext<FormValues>()
  return (
    <Controller
      control={control}
      name={pathOf(field)}
      rules={rulesOf(field, stored, t)}
      render={({ field: bound, fieldState }) =>
        field.kind === 'secret' ? (
          <SecretControl
            field={field}
            stored={stored}
            bound={bound}
            error={fieldState.error?.message}
          />
        ) : (
          <PlainControl field={field} bound={bound} error={fieldState.error?.message} />
        )
      }
    />
  )
}

interface PlainProps {
  field: Exclude<Field, { kind: 'secret' }>
  bound: ControllerRenderProps<FormValues, FieldPath>
  error: string | undefined
}

function PlainControl({ field, bound, error }: PlainProps) {
  const shared = {
    ...bound,
    value: bound.value as string,
    label: field.label,
    description: field.help,
    placeholder: field.placeholder,
    withAsterisk: false,
    required: field.required,
    error,
  }
  switch (field.kind) {
    case 'integer':
      return (
        <NumberInput
          {...shared}
          allowDecimal={false}
          allowNegative={field.min < 0}
          thousandSeparator={false}
          // As any other field that is reached by the Tab key: typing replaces what is there.
          selectAllOnFocus
        />
      )
    case 'choice':
      return <Select {...shared} data={[...field.options]} />
    case 'boolean':
      return (
        <Switch
          ref={bound.ref}
          name={bound.name}
          label={field.label}
          description={field.help}
          checked={Boolean(bound.value)}
          onBlur={bound.onBlur}
          onChange={(event) => bound.onChange(event.currentTarget.checked)}
          error={error}
        />
      )
    case 'pem':
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={8}
          spellCheck={false}
          placeholder={field.placeholder ?? '-----BEGIN CERTIFICATE-----'}
          classNames={{ input: classes.code }}
        />
      )
    default:
      return <TextInput {...shared} autoComplete="off" autoCapitalize="none" spellCheck={false} />
  }
}
