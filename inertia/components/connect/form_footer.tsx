import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import classes from './connection_form.module.css'

interface Props {
  isTesting: boolean
  isSaving: boolean
  hasPassed: boolean
  onBack?: () => void
  onTest: () => void
  onSave: () => void
}

/** Testing comes first; once it has passed, saving is the thing to do, also for the Enter key. */
export function FormFooter({ isTesting, isSaving, hasPassed, onBack, onTest, onSave }: Props) {
  return (
    <div className={classes.footer}>
      {onBack && (
        <Button variant="subtle" color="gray" className={classes.back} onClick={onBack}>
          <IconArrowLeft size={16} aria-hidden="true" />
          <span className={classes.backLabel}>Engines</span>
        </Button>
      )}
      <span className={classes.spring} />
      <Button
        type={hasPassed ? 'button' : 'submit'}
        variant={hasPassed ? 'default' : 'light'}
        loading={isTesting}
        onClick={hasPassed ? onTest : undefined}
      >
        Test connection
      </Button>
      <Button
        type={hasPassed ? 'submit' : 'button'}
        variant={hasPassed ? 'filled' : 'default'}
        loading={isSaving}
        onClick={hasPassed ? undefined : onSave}
      >
        Save connection
      </Button>
    </div>
  )
}
