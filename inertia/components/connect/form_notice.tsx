import { Button, CloseButton } from '@mantine/core'
import { RequestId } from '~/components/failure'
import { useStrings } from '~/strings/strings_context'
import classes from './form_notice.module.css'

/** Something to say about the whole form, and what can be done about it. */
export interface Notice {
  tone: 'told' | 'failed'
  title: string
  words?: string
  requestId?: string | null
  action?: { label: string; run: () => void }
}

interface Props {
  notice: Notice
  onDismiss: () => void
}

/** Above the buttons, where it covers nothing; it stays until it is dismissed or something newer is said. */
export function FormNotice({ notice, onDismiss }: Props) {
  const t = useStrings().connect.form
  const { tone, title, words, requestId, action } = notice
  return (
    <div className={classes.notice} data-tone={tone} role={tone === 'failed' ? 'alert' : 'status'}>
      <div className={classes.text}>
        <strong>{title}</strong>
        {words && <p>{words}</p>}
        {requestId && <RequestId id={requestId} />}
      </div>
      {action && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.action}
          onClick={() => {
            onDismiss()
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <CloseButton aria-label={t.dismiss} onClick={onDismiss} />
    </div>
  )
}
