import { Modal, Switch } from '@mantine/core'
import { useId } from 'react'
import { Keys } from '~/components/shortcuts/keys'
import { useEverywhereShortcuts } from '~/hooks/use_everywhere_shortcuts'
import { type Shortcut, useShortcutStore } from '~/stores/shortcuts'
import { useStrings } from '~/strings/strings_context'
import classes from './shortcut_sheet.module.css'

/** Which keys do what, everywhere and on this page. */
export default function ShortcutSheet() {
  const { shortcuts } = useStrings().shell
  const { lists, isSheetOpen, showSheet, areSingleKeysOn, setSingleKeys } = useShortcutStore()
  const everywhere = useEverywhereShortcuts()
  const here = lists.flat()
  return (
    <Modal
      opened={isSheetOpen}
      onClose={() => showSheet(false)}
      title={shortcuts.title}
      size={here.length > 0 ? 680 : 'md'}
    >
      <div className={classes.lists}>
        {here.length > 0 && <List title={shortcuts.here} shortcuts={here} />}
        <List title={shortcuts.everywhere} shortcuts={everywhere} />
      </div>
      <Switch
        className={classes.single}
        label={shortcuts.single}
        description={shortcuts.singleHint}
        checked={areSingleKeysOn}
        onChange={(event) => setSingleKeys(event.currentTarget.checked)}
      />
    </Modal>
  )
}

function List({ title, shortcuts }: { title: string; shortcuts: readonly Shortcut[] }) {
  const heading = useId()
  return (
    <section className={classes.list} aria-labelledby={heading}>
      <h3 id={heading} className={classes.title}>
        {title}
      </h3>
      <dl>
        {shortcuts.map(({ keys, label }) => (
          <div key={`${keys} ${label}`} className={classes.shortcut}>
            <dt>{label}</dt>
            <dd>
              <Keys keys={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
