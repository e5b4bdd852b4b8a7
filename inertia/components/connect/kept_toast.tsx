import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { ConnectionDraft } from '~/stores/connection_drafts'
import type { Strings } from '~/strings/strings_context'
import classes from './kept_toast.module.css'

/** After the form was closed: that nothing is lost, and the way back. */
export function tellKept(
  { isEdit, title }: ConnectionDraft,
  t: Strings['connect']['drafts'],
  onGoOn: () => void
): void {
  const id = notifications.show({
    title: t.kept,
    message: (
      <div className={classes.kept}>
        {isEdit ? t.keptEdit(title) : t.keptWords(title)}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id)
            onGoOn()
          }}
        >
          {t.goOn}
        </Button>
      </div>
    ),
    autoClose: 10_000,
  })
}
