import { Collapse, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { Field } from '~/api/types'
import { FieldControl } from '~/components/connect/field_control'
import { applies, type FormValues, pathOf, valueAt } from '~/components/connect/form_values'
import classes from './field_group.module.css'

interface Props {
  fields: Field[]
  /** Names of the credentials that are stored already. */
  stored: Record<string, boolean>
}

/** The fields of a group that apply to what else was chosen. */
export function FieldGroup({ fields, stored }: Props) {
  const config = useWatch<FormValues, 'config'>({ name: 'config' })
  const shown = fields.filter((field) => applies(field, config))
  return (
    <div className={classes.grid}>
      {shown.map((field, index) => (
        <div
          key={pathOf(field)}
          className={classes.cell}
          data-width={widthOf(field, shown[index + 1])}
        >
          <FieldControl field={field} isStored={stored[field.name] ?? false} />
        </div>
      ))}
    </div>
  )
}

interface FoldedProps extends Props {
  label: string
  isOpen: boolean
  onToggle: () => void
}

/** A group that most people need not open, with a summary of what it holds. */
export function FoldedGroup({ label, isOpen, onToggle, ...group }: FoldedProps) {
  const id = useId()
  const { formState } = useFormContext<FormValues>()
  const config = useWatch<FormValues, 'config'>({ name: 'config' })
  const hasError = group.fields.some((field) => valueAt(formState.errors, pathOf(field)))
  return (
    <section className={classes.folded}>
      <UnstyledButton
        type="button"
        className={classes.fold}
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={onToggle}
      >
        <IconChevronRight size={16} className={classes.chevron} aria-hidden="true" />
        <span className={classes.label}>{label}</span>
        <span className={classes.summary} data-error={hasError || undefined}>
          {hasError ? 'Needs your attention' : summaryOf(group.fields, config)}
        </span>
      </UnstyledButton>
      <Collapse expanded={isOpen} id={id}>
        <div className={classes.inner}>
          <FieldGroup {...group} />
        </div>
      </Collapse>
    </section>
  )
}

/** A number is short, and what stands before it makes room: host and port share a line. */
function widthOf(field: Field, next: Field | undefined) {
  if (field.kind === 'integer') return 'short'
  return next?.kind === 'integer' && field.kind === 'text' ? 'long' : 'full'
}

/** Says what is chosen, and of long texts that they are there; what is empty goes without saying. */
function summaryOf(fields: Field[], config: FormValues['config']) {
  return fields
    .filter((field) => applies(field, config))
    .flatMap((field) => {
      const value = valueAt(config, field.name)
      if (field.kind === 'boolean') return `${field.label}: ${value ? 'on' : 'off'}`
      if (value === undefined || value === null || value === '') return []
      if (field.kind === 'choice') {
        const chosen = field.options.find((option) => option.value === value)
        return `${field.label}: ${chosen?.label ?? value}`
      }
      return field.kind === 'integer' || field.kind === 'text'
        ? `${field.label}: ${value}`
        : field.label
    })
    .join(' · ')
}
