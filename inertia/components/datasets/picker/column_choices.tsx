import { IconKey } from '@tabler/icons-react'
import type { Column } from '~/api/types'
import type { TableOptions } from '~/components/datasets/picker/choice'
import { useStrings } from '~/strings/strings_context'
import classes from './table_options.module.css'

interface Props {
  columns: Column[]
  options: TableOptions
  onChange: (options: TableOptions) => void
}

/** The columns of a table, all of them ticked until somebody takes one out. The last one stays. */
export function ColumnChoices({ columns, options, onChange }: Props) {
  const { options: t } = useStrings().datasets.picker
  const names = columns.map(({ name }) => name)
  const chosen = new Set(options.columns ?? names)
  const isAll = chosen.size === columns.length

  function choose(wanted: ReadonlySet<string>) {
    const inOrder = names.filter((name) => wanted.has(name))
    if (inOrder.length === 0) return
    onChange({ ...options, columns: inOrder.length === names.length ? null : inOrder })
  }

  function toggle(name: string, isOn: boolean) {
    const next = new Set(chosen)
    if (isOn) next.add(name)
    else next.delete(name)
    choose(next)
  }

  return (
    <fieldset className={classes.columns}>
      <legend className={classes.legend}>{t.columns}</legend>
      <div className={classes.columnHead}>
        <label className={classes.all}>
          <input
            type="checkbox"
            checked={isAll}
            ref={(box) => {
              if (box) box.indeterminate = !isAll
            }}
            onChange={() => choose(new Set(isAll ? names.slice(0, 1) : names))}
          />
          {t.allColumns}
        </label>
        <span className={classes.quiet} role="status">
          {t.columnsOf(chosen.size, columns.length)}
        </span>
      </div>
      <ul className={classes.list}>
        {columns.map(({ name, type, primaryKey }) => (
          <li key={name}>
            <label className={classes.column}>
              <input
                type="checkbox"
                checked={chosen.has(name)}
                onChange={({ currentTarget }) => toggle(name, currentTarget.checked)}
              />
              <span className={classes.columnName} title={name}>
                {name}
              </span>
              {primaryKey && (
                <IconKey size={13} className={classes.key} role="img" aria-label={t.primaryKey} />
              )}
              <span className={classes.type} title={type}>
                {type}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p className={classes.quiet}>{t.text}</p>
    </fieldset>
  )
}
