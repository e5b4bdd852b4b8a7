import type { ImportedColumn } from '~/api/types'
import { spelledType } from '~/components/datasets/spelled_type'
import { useStrings } from '~/strings/strings_context'
import classes from './table_result.module.css'

/** What each column was, what it is now, and what that means for its values. */
export function ColumnNotes({ columns }: { columns: ImportedColumn[] }) {
  const { columns: t, tabs } = useStrings().datasets.result
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={tabs.columns}>
      <table className={classes.columns}>
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.source}</th>
            <th scope="col">{t.type}</th>
            <th scope="col">{t.note}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, sourceType, type, note }) => (
            <tr key={name}>
              <td className={classes.mono}>{name}</td>
              <td className={classes.mono}>{sourceType}</td>
              <td className={classes.mono}>{spelledType(type)}</td>
              <td className={note ? classes.changed : classes.same}>{note ?? t.same}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
