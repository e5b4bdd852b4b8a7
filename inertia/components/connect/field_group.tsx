import { Collapse, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Fragment, useId } from 'react'
import { useFormContext, useWatch } from 'react-hook-form'
import type { Field } from '~/api/types'
import { FieldControl } from '~/components/connect/field_control'
import { type Line, linesOf } from '~/components/connect/field_layout'
import { applies, type FormValues, pathOf, valueAt } from '~/components/connect/form_values'
import { summaryOf } from '~/components/connect/group_summary'
import { sentenceCase } from '~/components/connect/sentence_case'
import type { StoredSecrets } from '~/components/connect/stored_secrets'
import { useStrings } from '~/strings/strings_context'
import classes from './field_group.module.css'

interface Props {
  fields: Field[]
  /** The credentials that are stored already. */
  stored: StoredSecrets
}

/** The fields of a group that apply to what else was chosen. */
export function FieldGroup({ fields, stored }: Props) {
  const config = useWatch<FormValues, 'config'>({ name: 'config' })
  const lines = linesOf(fields.filter((field) => applies(field, config)))
  return (
    <div className={classes.grid}>
      {lines.map((line) =>
        line.isChoice ? (
          <Choice key={line.cells[0]?.field.name} line={line} stored={stored} />
        ) : (
          line.cells.map(({ field, width }) => (
            <div key={pathOf(field)} className={classes.cell} data-width={width}>
              <FieldControl field={field} stored={stored[field.name]} />
            </div>
          ))
        )
      )}
    </div>
  )
}

/** Fields of which one is filled in, with the word for it between them. */
function Choice({ line: { cells }, stored }: { line: Line; stored: Props['stored'] }) {
  const t = useStrings().connect.fields
  const labels = cells.map(({ field }, at) => (at === 0 ? field.label : sentenceCase(field.label)))
  return (
    <div className={classes.choice} role="group" aria-label={t.oneOf(labels)}>
      {cells.map(({ field }, at) => (
        <Fragment key={pathOf(field)}>
          {at > 0 && (
            <span className={classes.or} aria-hidden="true">
              {t.or}
            </span>
          )}
          <FieldControl field={field} stored={stored[field.name]} />
        </Fragment>
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
  const t = useStrings().connect
  const { control, formState } = useFormContext<FormValues>()
  const values = useWatch({ control }) as FormValues
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
          {hasError
            ? t.form.needsAttention
            : summaryOf(group.fields, values, group.stored, t.fields.summary)}
        </span>
      </UnstyledButton>
      {/* Hidden, not unmounted: what is folded is validated all the same. */}
      <Collapse expanded={isOpen} id={id} keepMountedMode="display-none">
        <div className={classes.inner}>
          <FieldGroup {...group} />
        </div>
      </Collapse>
    </section>
  )
}
