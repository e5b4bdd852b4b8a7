import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ConnectionDraft } from '~/stores/connection_drafts'
import type { Strings } from '~/strings/strings_context'
import classes from './kept_toast.module.css'

const TOAST = 'connection-draft'

/** Once the form is open again, nothing of it needs to be said. */
export function hideKept(): void {
  notifications.hide(TOAST)
}

/** After the form was closed: that nothing is lost, and the way back. */
export function tellKept(
  { isEdit, title }: ConnectionDraft,
  { connect: { drafts: t }, common: { close } }: Strings,
  onGoOn: () => void
): void {
  notifications.show({
    id: TOAST,
    title: t.kept,
    message: (
      <div className={classes.kept}>
        {isEdit ? t.keptEdit(title) : t.keptWords(title)}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            hideKept()
            onGoOn()
          }}
        >
          {t.goOn}
        </Button>
      </div>
    ),
    autoClose: 10_000,
    closeButtonProps: { 'aria-label': close },
  })
}
