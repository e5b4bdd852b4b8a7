import { Button, Text } from '@mantine/core'
import { IconCircleCheck, IconPlayerStop } from '@tabler/icons-react'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { ApiError } from '~/api/client'
import type { EngineDescription, ConnectionInput, TestResult } from '~/api/types'
import { dbaNote } from '~/components/connect/dba_note'
import { GrantsOffer } from '~/components/connect/grants_offer'
import { milliseconds, ProbeTimeline, stageNames } from '~/components/connect/probe_timeline'
import { type Remedy, remedyFor } from '~/components/connect/remedies'
import { RemedyOffer } from '~/components/connect/remedy_offer'
import { CopyText } from '~/components/copy_text'
import { Failure } from '~/components/failure'
import type { TestState } from '~/hooks/use_connection_test'
import classes from './test_panel.module.css'

interface Props {
  engine: EngineDescription
  state: TestState
  /** Whether the form still says what was tested. */
  isCurrent: boolean
  /** What was tested, for the note. */
  config: ConnectionInput['config']
  onCancel: () => void
  /** Changes the form as was decided, and tests again. */
  onRemedy: (remedy: Remedy) => void
}

/** How the test goes and went, beside the form. */
export function TestPanel({ engine, state, isCurrent, config, onCancel, onRemedy }: Props) {
  const probes = probesOf(state)
  const element = useRef<HTMLDivElement>(null)
  useShown(element, state.phase === 'done' || state.phase === 'refused')
  return (
    <aside className={classes.panel} aria-label="Connection test">
      <div className={classes.stay}>
        <div className={classes.head}>
          <h3 className={classes.title}>Connection test</h3>
          {state.phase === 'running' && <Running startedAt={state.startedAt} onCancel={onCancel} />}
          {state.phase === 'done' && (
            <span className={classes.time}>{milliseconds(state.result.latencyMs)}</span>
          )}
        </div>
        <ProbeTimeline
          stages={engine.probes}
          probes={probes}
          isRunning={state.phase === 'running'}
        />
        <div ref={element} className={classes.outcome}>
          {state.phase === 'idle' && (
            <Text size="sm" c="dimmed">
              Goes through these steps and changes nothing in the database.
            </Text>
          )}
          {state.phase === 'refused' && (
            <Failure title={refusalTitle(state.error)} error={state.error} />
          )}
          {state.phase === 'done' && state.result.success && (
            <>
              <Passed result={state.result} isCurrent={isCurrent} />
              <GrantsOffer engine={engine} config={config} result={state.result} />
            </>
          )}
          {state.phase === 'done' && !state.result.success && (
            <Failed
              result={state.result}
              isCurrent={isCurrent}
              note={dbaNote(engine, config, state.result)}
              remedy={isCurrent ? remedyFor(engine, state.result) : null}
              onRemedy={onRemedy}
            />
          )}
        </div>
      </div>
      <p className={classes.live} role="status">
        {announcement(state)}
      </p>
    </aside>
  )
}

function Running({ startedAt, onCancel }: { startedAt: number; onCancel: () => void }) {
  const [now, setNow] = useState(startedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    return () => clearInterval(timer)
  }, [])
  return (
    <>
      <span className={classes.time}>{((now - startedAt) / 1000).toFixed(1)} s</span>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPlayerStop size={12} />}
        onClick={onCancel}
      >
        Cancel
      </Button>
    </>
  )
}

function Passed({ result, isCurrent }: { result: TestResult; isCurrent: boolean }) {
  return (
    <div className={classes.passed}>
      <IconCircleCheck size={18} stroke={1.8} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{isCurrent ? 'It works' : 'It worked before your last change'}</strong>
        <p>{isCurrent ? result.message : 'Test again to be sure, or save as it is.'}</p>
      </div>
    </div>
  )
}

interface FailedProps {
  result: TestResult
  isCurrent: boolean
  note: string
  remedy: Remedy | null
  onRemedy: (remedy: Remedy) => void
}

function Failed({ result, isCurrent, note, remedy, onRemedy }: FailedProps) {
  return (
    <div className={classes.failed} data-stale={!isCurrent || undefined}>
      {!isCurrent && <p className={classes.before}>Before your last change</p>}
      <strong>{result.error ?? result.message}</strong>
      {result.hint && <p>{result.hint}</p>}
      {remedy && <RemedyOffer remedy={remedy} onApply={onRemedy} />}
      <CopyText text={note} label="Copy for your DBA" />
    </div>
  )
}

/** Brings how it ended into view; the field at fault was given the focus first. */
function useShown(element: RefObject<HTMLElement | null>, isOver: boolean) {
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(() => element.current?.scrollIntoView({ block: 'nearest' }), 100)
    return () => clearTimeout(timer)
  }, [element, isOver])
}

function probesOf(state: TestState) {
  if (state.phase === 'running') return state.probes
  return state.phase === 'done' ? state.result.probes : []
}

function refusalTitle(error: Error) {
  return error instanceof ApiError && error.status === 422
    ? 'Some fields need another look'
    : 'The test did not start'
}

/** For those who hear the page: one short sentence a change. */
function announcement(state: TestState) {
  if (state.phase === 'running') {
    const last = state.probes.at(-1)
    return last ? `${stageNames[last.name]}: ${last.status}.` : 'Testing the connection.'
  }
  if (state.phase !== 'done') return ''
  return state.result.success
    ? `The test passed. ${state.result.message}`
    : `The test failed. ${state.result.error ?? state.result.message}`
}
