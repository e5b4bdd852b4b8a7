import { Progress } from '@mantine/core'
import {
  IconAlertTriangle,
  IconKey,
  IconProgress,
  IconShieldCheck,
  IconShieldHalf,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { TenantKeyUsage } from '#vault/rotation/tenant_key_usage'
import { RelativeTime } from '~/components/relative_time'
import { rowsOf } from '~/components/settings/rows_of'
import { useStrings } from '~/strings/strings_context'
import classes from './key_summary.module.css'

/** In one sentence: whether everything is well, and what is to be done if not. */
export function KeySummary({ usage }: { usage: TenantKeyUsage }) {
  const t = useStrings().settings.keys
  const { keys, rows, rotation } = usage
  const left = rows.total - rows.underActive
  const lost = keys.filter(({ held }) => !held).reduce((sum, key) => sum + rowsOf(key), 0)
  if (lost > 0) {
    return (
      <Panel state="failed" icon={<IconAlertTriangle />} title={t.missing}>
        {t.missingText(lost)}
      </Panel>
    )
  }
  if (rotation) return <Rotating usage={usage} startedAt={rotation.startedAt} />
  if (left > 0) {
    return (
      <Panel state="warning" icon={<IconShieldHalf />} title={t.behind}>
        {t.behindText(left, rows.total)} <code>{t.behindCommand}</code>
      </Panel>
    )
  }
  const [title, text] =
    rows.total === 0 ? [t.nothing, t.nothingText] : [t.allActive, t.allActiveText(rows.total)]
  return (
    <Panel
      state={rows.total === 0 ? 'idle' : 'passed'}
      icon={rows.total === 0 ? <IconKey /> : <IconShieldCheck />}
      title={title}
    >
      {text}
    </Panel>
  )
}

function Rotating({ usage, startedAt }: { usage: TenantKeyUsage; startedAt: string }) {
  const t = useStrings().settings.keys
  const { total, underActive } = usage.rows
  return (
    <Panel state="idle" icon={<IconProgress />} title={t.rotating}>
      {t.rotatingText(underActive, total)} {t.started} <RelativeTime at={startedAt} />.
      <Progress
        className={classes.progress}
        value={total === 0 ? 100 : (underActive / total) * 100}
        aria-label={t.progress}
      />
    </Panel>
  )
}

interface PanelProps {
  state: 'passed' | 'warning' | 'failed' | 'idle'
  icon: ReactNode
  title: string
  children: ReactNode
}

function Panel({ state, icon, title, children }: PanelProps) {
  return (
    <section className={classes.panel} data-state={state} aria-live="polite">
      <span className={classes.icon} aria-hidden="true">
        {icon}
      </span>
      <div className={classes.text}>
        <h2 className={classes.title}>{title}</h2>
        <div>{children}</div>
      </div>
    </section>
  )
}
