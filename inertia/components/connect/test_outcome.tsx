import { Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { ApiError } from '~/api/client'
import type { TestResult } from '~/api/types'
import { durationOf } from '~/components/connect/duration_of'
import type { Remedy } from '~/components/connect/remedies'
import { RemedyOffer } from '~/components/connect/remedy_offer'
import { CopyText } from '~/components/copy_text'
import { Failure } from '~/components/failure'
import type { TestState } from '~/hooks/use_connection_test'
import { useStrings } from '~/strings/strings_context'
import classes from './test_panel.module.css'

/** It passed; or it did, before the form was changed. */
export function Passed({ result, isCurrent }: { result: TestResult; isCurrent: boolean }) {
  const t = useStrings().connect.test
  return (
    <div className={classes.passed} data-stale={!isCurrent || undefined}>
      <IconCircleCheck size={18} stroke={1.8} className={classes.icon} aria-hidden="true" />
      <div className={classes.words}>
        <strong>{isCurrent ? t.passed : t.passedBefore}</strong>
        <p>{isCurrent ? result.message : t.testAgain}</p>
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

/** What is wrong, the next step, and what to hand to somebody who can help. */
export function Failed({ result, isCurrent, note, remedy, onRemedy }: FailedProps) {
  const t = useStrings().connect.test
  return (
    <div className={classes.failed} data-stale={!isCurrent || undefined}>
      {!isCurrent && <p className={classes.before}>{t.before}</p>}
      <strong>{result.error ?? result.message}</strong>
      {result.hint && <p>{result.hint}</p>}
      {remedy && <RemedyOffer remedy={remedy} onApply={onRemedy} />}
      <CopyText text={note} label={t.note.copy} />
    </div>
  )
}

/** Somebody had enough of waiting. */
export function Stopped({ afterMs }: { afterMs: number }) {
  const t = useStrings().connect.test
  return (
    <div className={classes.stopped}>
      <strong>{t.stopped}</strong>
      <Text size="sm" c="dimmed">
        {t.stoppedWords(durationOf(afterMs, t))}
      </Text>
    </div>
  )
}

/** It says nothing about the database: the fault is in what was sent, or between here and Varlor. */
export function Refused({
  state: { error, probes },
  onRetry,
}: {
  state: TestState & { phase: 'refused' }
  onRetry: () => void
}) {
  const t = useStrings().connect.test
  const isFaulty = error instanceof ApiError && error.status === 422
  const hasBegun = probes.length > 0 || error.message === ''
  const title = isFaulty ? t.refusedFields : hasBegun ? t.brokeOff : t.notStarted
  const told = error.message === '' ? brokenOff(t.brokeOffWords, t.brokeOffHint) : error
  return <Failure title={title} error={told} onRetry={isFaulty ? undefined : onRetry} />
}

function brokenOff(message: string, hint: string) {
  return new ApiError(0, [{ code: 'network', message, hint }], null)
}
