import { Text } from '@mantine/core'
import { type RefObject, useEffect, useRef } from 'react'
import type { ConnectionInput, EngineDescription } from '~/api/types'
import { dbaNote } from '~/components/connect/dba_note'
import { durationOf } from '~/components/connect/duration_of'
import { valueAt } from '~/components/connect/form_values'
import { GrantsOffer } from '~/components/connect/grants_offer'
import { ProbeTimeline } from '~/components/connect/probe_timeline'
import { type Remedy, remedyFor } from '~/components/connect/remedies'
import { testAnnouncement } from '~/components/connect/test_announcement'
import { TestClock } from '~/components/connect/test_clock'
import { Failed, Passed, Refused, Stopped } from '~/components/connect/test_outcome'
import type { TestState } from '~/hooks/use_connection_test'
import { useStrings } from '~/strings/strings_context'
import classes from './test_panel.module.css'

interface Props {
  engine: EngineDescription
  state: TestState
  /** Whether the form still says what was tested. */
  isCurrent: boolean
  /** Of the form; of what was tested, once something was. */
  config: ConnectionInput['config']
  onTest: () => void
  onCancel: () => void
  /** Changes the form as was decided, and tests again. */
  onRemedy: (remedy: Remedy) => void
}

/** How the test goes and went, beside the form. */
export function TestPanel({ engine, state, config, ...props }: Props) {
  const t = useStrings().connect.test
  const stages = useRef<HTMLDivElement>(null)
  const outcome = useRef<HTMLDivElement>(null)
  const isRunning = state.phase === 'running'
  useShown(stages, isRunning)
  useShown(outcome, ['done', 'refused', 'stopped'].includes(state.phase))
  return (
    <aside className={classes.panel} aria-label={t.title}>
      <div ref={stages} className={classes.stay}>
        <div className={classes.head}>
          <h3 className={classes.title}>{t.title}</h3>
          {isRunning && <TestClock startedAt={state.startedAt} onCancel={props.onCancel} />}
          {state.phase === 'done' && (
            <span className={classes.time}>{durationOf(state.result.latencyMs, t)}</span>
          )}
        </div>
        <ProbeTimeline
          stages={stagesOf(engine, config)}
          probes={state.probes}
          isRunning={isRunning}
        />
        <div ref={outcome} className={classes.outcome}>
          <Outcome engine={engine} state={state} config={config} {...props} />
        </div>
      </div>
      <p className={classes.live} role="status">
        {testAnnouncement(state, t)}
      </p>
    </aside>
  )
}

function Outcome({ engine, state, isCurrent, config, onTest, onRemedy }: Omit<Props, 'onCancel'>) {
  const t = useStrings().connect.test
  if (state.phase === 'running') return null
  if (state.phase === 'stopped') return <Stopped afterMs={state.afterMs} />
  if (state.phase === 'refused') return <Refused state={state} onRetry={onTest} />
  if (state.phase === 'idle') {
    return (
      <Text size="sm" c="dimmed">
        {t.idle}
      </Text>
    )
  }
  const { result } = state
  return result.success ? (
    <>
      <Passed result={result} isCurrent={isCurrent} />
      <GrantsOffer engine={engine} config={config} result={result} />
    </>
  ) : (
    <Failed
      result={result}
      isCurrent={isCurrent}
      note={dbaNote(t, engine, config, result)}
      remedy={isCurrent ? remedyFor(engine, result, t.remedies) : null}
      onRemedy={onRemedy}
    />
  )
}

/** A tunnel that nobody asked for is no stage of this test. */
function stagesOf({ probes }: EngineDescription, config: Props['config']) {
  return probes.filter((name) => name !== 'ssh' || valueAt(config, 'ssh.enabled') === true)
}

/** Brings it into view; the field at fault was given the focus first. */
function useShown(element: RefObject<HTMLElement | null>, isWanted: boolean) {
  useEffect(() => {
    if (!isWanted) return
    const timer = setTimeout(() => element.current?.scrollIntoView({ block: 'nearest' }), 100)
    return () => clearTimeout(timer)
  }, [element, isWanted])
}
