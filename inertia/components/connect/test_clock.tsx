import { Button } from '@mantine/core'
import { IconPlayerStop } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useEscapeHold } from '~/components/connect/use_escape_hold'
import { useStrings } from '~/strings/strings_context'
import classes from './test_panel.module.css'

interface Props {
  /** Milliseconds since 1970. */
  startedAt: number
  onCancel: () => void
}

/** For how long it has been trying, and the way to stop it: this button, or Escape. */
export function TestClock({ startedAt, onCancel }: Props) {
  const t = useStrings().connect.test
  const [now, setNow] = useState(startedAt)
  useEscapeHold(true)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 100)
    const cancelByKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onCancel()
    }
    document.addEventListener('keydown', cancelByKey)
    return () => {
      clearInterval(timer)
      document.removeEventListener('keydown', cancelByKey)
    }
  }, [onCancel])
  return (
    <>
      <span className={classes.time}>{t.seconds(now - startedAt)}</span>
      <Button
        size="compact-xs"
        variant="default"
        className={classes.cancel}
        leftSection={<IconPlayerStop size={12} aria-hidden="true" />}
        onClick={onCancel}
      >
        {t.cancel}
      </Button>
    </>
  )
}
