import { Button, Loader } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { FormNotice, type Notice } from '~/components/connect/form_notice'
import type { TestState } from '~/hooks/use_connection_test'
import { useStrings } from '~/strings/strings_context'
import classes from './connection_form.module.css'

interface Props {
  test: TestState
  hasPassed: boolean
  isSaving: boolean
  notice: Notice | null
  onDismiss: () => void
  onBack?: () => void
  onTest: () => void
  onSave: () => void
}

/** Testing comes first; once it has passed, saving is the thing to do, also for the Enter key. */
export function FormFooter({ test, hasPassed, isSaving, notice, onDismiss, ...props }: Props) {
  const t = useStrings().connect.form
  const buttons = useFocusAfterTest(test, hasPassed)
  const isTesting = test.phase === 'running'
  return (
    <div className={classes.footer}>
      {notice && <FormNotice notice={notice} onDismiss={onDismiss} />}
      {props.onBack && (
        <Button variant="subtle" color="gray" className={classes.back} onClick={props.onBack}>
          <IconArrowLeft size={16} aria-hidden="true" />
          <span className={classes.backLabel}>{t.engines}</span>
        </Button>
      )}
      <span className={classes.spring} />
      {/* Not disabled while it tests: it would lose the focus, and with it the place of whoever types. */}
      <Button
        ref={buttons.test}
        type={hasPassed ? 'button' : 'submit'}
        variant={hasPassed ? 'default' : 'light'}
        className={classes.test}
        aria-disabled={isTesting || undefined}
        leftSection={isTesting && <Loader size={14} />}
        onClick={hasPassed ? props.onTest : undefined}
      >
        {isTesting ? t.testing : t.test}
      </Button>
      <Button
        ref={buttons.save}
        type={hasPassed ? 'submit' : 'button'}
        variant={hasPassed ? 'filled' : 'default'}
        loading={isSaving}
        onClick={hasPassed ? undefined : props.onSave}
      >
        {t.save}
      </Button>
    </div>
  )
}

/** Whoever started the test by its button, or stopped it, goes on at the next thing to press. */
function useFocusAfterTest(test: TestState, hasPassed: boolean) {
  const buttons = {
    test: useRef<HTMLButtonElement>(null),
    save: useRef<HTMLButtonElement>(null),
  }
  const isOver = test.phase !== 'idle' && test.phase !== 'running'
  useEffect(() => {
    if (!isOver) return
    const at = document.activeElement
    const isFree = at === null || at === document.body || at === buttons.test.current
    if (isFree) (hasPassed ? buttons.save : buttons.test).current?.focus()
    // Only when it ends, not whenever the form changes afterwards.
  }, [isOver])
  return buttons
}
