import { Progress } from '@mantine/core'
import type { LimitStatus } from '#services/limit_status'
import { useStrings } from '~/strings/strings_context'
import classes from './limit_table.module.css'
import list from './list.module.css'

interface Props {
  title: string
  limits: LimitStatus[]
}

/** Limits of one kind; where there is one answer to it, what is left. */
export function LimitTable({ title, limits }: Props) {
  const t = useStrings().settings.limits
  const names = [...new Set(limits.map(({ name }) => name))]
  if (limits.length === 0) return null
  return (
    <>
      <h2 className={list.section}>{title}</h2>
      <table className={`${list.table} ${classes.table}`} aria-label={title}>
        <thead>
          <tr>
            <th scope="col">{t.columns.limit}</th>
            <th scope="col" className={`${classes.per} ${list.wideOnly}`}>
              {t.columns.per}
            </th>
            <th scope="col" className={`${classes.allowed} ${list.wideOnly}`}>
              {t.columns.allowed}
            </th>
            <th scope="col" className={classes.left}>
              {t.columns.left}
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => (
            <LimitRows key={name} limits={limits.filter((limit) => limit.name === name)} />
          ))}
        </tbody>
      </table>
    </>
  )
}

/** The same limit for each whom it is counted for; what it is about is said once. */
function LimitRows({ limits }: { limits: LimitStatus[] }) {
  const t = useStrings().settings.limits
  return limits.map(({ name, per, allowed, seconds, ...limit }, index) => (
    <tr key={per} data-first={index === 0 || undefined}>
      {index === 0 && (
        <td rowSpan={limits.length}>
          <div className={list.main}>
            <span className={list.name}>{t.words[name].title}</span>
            <span className={classes.text}>{t.words[name].text}</span>
          </div>
        </td>
      )}
      <td className={`${list.quiet} ${list.wideOnly}`}>{t.per[per]}</td>
      <td className={`${classes.figure} ${list.wideOnly}`}>{t.allowed(allowed, seconds)}</td>
      <td className={classes.figure}>
        <span className={`${classes.text} ${list.narrowOnly}`}>
          {t.allowed(allowed, seconds)}, {t.per[per]}
        </span>
        <Left limit={{ name, per, allowed, seconds, ...limit }} />
      </td>
    </tr>
  ))
}

function Left({ limit: { left, allowed, per, name, resetsIn } }: { limit: LimitStatus }) {
  const t = useStrings().settings.limits
  if (left === null) {
    const words = per === 'tenant' ? t.unknown : t.untold
    return <span className={`${list.quiet} ${list.wideOnly}`}>{words}</span>
  }
  const share = allowed === 0 ? 0 : (left / allowed) * 100
  return (
    <div className={classes.meter} title={resetsIn ? t.resets(resetsIn) : undefined}>
      <span>{t.left(left, per)}</span>
      <Progress
        size="sm"
        value={share}
        color={share < 10 ? 'red' : undefined}
        aria-label={`${t.words[name].title}: ${t.leftOf(left, allowed)}`}
      />
    </div>
  )
}
