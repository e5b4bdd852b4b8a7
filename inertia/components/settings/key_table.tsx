import type { TenantKeyUse } from '#vault/rotation/tenant_key_usage'
import { rowsOf } from '~/components/settings/rows_of'
import { useStrings } from '~/strings/strings_context'
import classes from './key_table.module.css'
import list from './list.module.css'

/** The master keys that anything of the team needs, and the active one. */
export function KeyTable({ keys }: { keys: TenantKeyUse[] }) {
  const t = useStrings().settings.keys
  return (
    <table className={list.table} aria-label={t.table}>
      <thead>
        <tr>
          <th scope="col" className={classes.key}>
            {t.columns.key}
          </th>
          <th scope="col" className={classes.state}>
            {t.columns.state}
          </th>
          <th scope="col">{t.columns.rows}</th>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.id}>
            <td>
              <code className={`${list.mono} ${classes.id}`}>{key.id}</code>
            </td>
            <td>
              <KeyState use={key} />
            </td>
            <td className={rowsOf(key) === 0 ? list.quiet : undefined}>
              <Needs use={key} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function KeyState({ use }: { use: TenantKeyUse }) {
  const { states } = useStrings().settings.keys
  const [state, words] = !use.held
    ? ['missing', states.missing]
    : use.active
      ? ['active', states.active]
      : ['over', use.retiredAt ? states.retired : states.earlier]
  return (
    <span className={`${list.state} ${classes.wraps}`} data-state={state}>
      {words}
    </span>
  )
}

function Needs({ use }: { use: TenantKeyUse }) {
  const t = useStrings().settings.keys
  const needs = Object.entries(use.rows)
    .filter(([, count]) => count > 0)
    .map(([table, count]) => (t.rows[table] ?? t.otherRows)(count))
  return needs.length > 0 ? needs.join(', ') : t.none
}
