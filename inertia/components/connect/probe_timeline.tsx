import { Loader } from '@mantine/core'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import type { Probe, ProbeName } from '~/api/types'
import { durationOf } from '~/components/connect/duration_of'
import { ProbeDetail } from '~/components/connect/probe_detail'
import { type Strings, useStrings } from '~/strings/strings_context'
import classes from './probe_timeline.module.css'

interface Props {
  /** The stages of this engine, in order. */
  stages: readonly ProbeName[]
  /** Those that are through. */
  probes: Probe[]
  isRunning: boolean
}

type Words = Strings['connect']['test']
type StageStatus = keyof Words['statuses']

/** The stages of a test from top to bottom, filling as they pass and stopping where one fails. */
export function ProbeTimeline({ stages, probes, isRunning }: Props) {
  const t = useStrings().connect.test
  const through = new Map(probes.map((probe) => [probe.name, probe]))
  const failedAt = stages.findIndex((name) => through.get(name)?.status === 'failed')
  const isTrying = isRunning && failedAt < 0
  const current = isTrying ? stages.find((name) => !through.has(name)) : undefined
  return (
    <ol className={classes.timeline}>
      {stages.map((name, at) => {
        const probe = through.get(name)
        const isReached = probe && (failedAt < 0 || at <= failedAt)
        const status = isReached ? probe.status : name === current ? 'running' : 'waiting'
        return (
          <li key={name} className={classes.stage} data-status={status}>
            <span className={classes.mark} aria-hidden="true">
              <Mark status={status} />
            </span>
            <span className={classes.name}>{t.stages[name]}</span>
            <span className={classes.hidden}>{t.statuses[status]}</span>
            <span className={classes.time}>{timeOf(status, probe, t)}</span>
            {isReached && <ProbeDetail probe={probe} />}
          </li>
        )
      })}
    </ol>
  )
}

function Mark({ status }: { status: StageStatus }) {
  if (status === 'passed') return <IconCheck size={12} stroke={3} />
  if (status === 'failed') return <IconX size={12} stroke={3} />
  if (status === 'skipped') return <IconMinus size={12} stroke={3} />
  return status === 'running' ? <Loader size={12} /> : null
}

function timeOf(status: StageStatus, probe: Probe | undefined, t: Words) {
  if (status === 'skipped') return t.statuses.skipped
  return probe && probe.ms !== null && status !== 'waiting' ? durationOf(probe.ms, t) : null
}
