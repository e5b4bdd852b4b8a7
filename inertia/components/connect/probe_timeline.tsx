import { Loader } from '@mantine/core'
import { IconCheck, IconMinus, IconX } from '@tabler/icons-react'
import type { Probe, ProbeName } from '~/api/types'
import { ProbeDetail } from '~/components/connect/probe_detail'
import classes from './probe_timeline.module.css'

interface Props {
  /** The stages of this engine, in order. */
  stages: readonly ProbeName[]
  /** Those that are through. */
  probes: Probe[]
  isRunning: boolean
}

export const stageNames: Record<ProbeName, string> = {
  dns: 'Look up the host',
  tcp: 'Reach the port',
  ssh: 'Pass the SSH server',
  tls: 'Encrypt',
  auth: 'Sign in',
  database: 'Open the database',
  catalog: 'Read the list of tables',
}

const statusWords = {
  passed: 'passed',
  failed: 'failed',
  skipped: 'not needed',
  running: 'trying',
  waiting: 'not tried yet',
}

/** The stages of a test from top to bottom, filling as they pass and stopping where one fails. */
export function ProbeTimeline({ stages, probes, isRunning }: Props) {
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
            <span className={classes.name}>{stageNames[name]}</span>
            <span className={classes.hidden}>{statusWords[status]}</span>
            <span className={classes.time}>{timeOf(status, probe)}</span>
            {isReached && <ProbeDetail probe={probe} />}
          </li>
        )
      })}
    </ol>
  )
}

function Mark({ status }: { status: keyof typeof statusWords }) {
  if (status === 'passed') return <IconCheck size={12} stroke={3} />
  if (status === 'failed') return <IconX size={12} stroke={3} />
  if (status === 'skipped') return <IconMinus size={12} stroke={3} />
  return status === 'running' ? <Loader size={12} /> : null
}

function timeOf(status: keyof typeof statusWords, probe: Probe | undefined) {
  if (status === 'skipped') return 'not needed'
  return probe && probe.ms !== null && status !== 'waiting' ? milliseconds(probe.ms) : null
}

export function milliseconds(ms: number) {
  if (ms < 1) return '< 1 ms'
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}
