import { Modal } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useId, useState } from 'react'
import { PaletteList } from '~/components/palette/palette_list'
import { usePaletteItems } from '~/components/palette/use_palette_items'
import { Keys } from '~/components/shortcuts/keys'
import { usePalette } from '~/stores/palette'
import { useStrings } from '~/strings/strings_context'
import classes from './palette.module.css'

/** Goes to a place, finds a connection, does something: by typing a part of its name. */
export default function Palette() {
  const { palette } = useStrings().shell
  const { opened, close } = usePalette()
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={600}
      yOffset="12dvh"
      classNames={{ content: classes.content }}
    >
      <Modal.Overlay backgroundOpacity={0.5} />
      <Modal.Content aria-label={palette.title}>
        <Search onDone={close} />
      </Modal.Content>
    </Modal.Root>
  )
}

function Search({ onDone }: { onDone: () => void }) {
  const { palette } = useStrings().shell
  const { search, setSearch } = usePalette()
  const { items, isSearching, error } = usePaletteItems(search)
  const [at, setAt] = useState(0)
  const listId = useId()
  const optionId = (index: number) => `${listId}-${index}`
  const current = Math.min(at, items.length - 1)
  useEffect(() => {
    document.getElementById(`${listId}-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [current, listId])

  function choose(index: number) {
    const item = items[index]
    if (!item) return
    onDone()
    item.run()
  }

  function onKeyDown(event: KeyboardEvent) {
    const isAgain = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey)
    if (isAgain) onDone()
    else if (event.key === 'ArrowDown') setAt((current + 1) % Math.max(1, items.length))
    else if (event.key === 'ArrowUp')
      setAt((current - 1 + items.length) % Math.max(1, items.length))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(current)
    else return
    event.preventDefault()
  }

  return (
    <>
      <div className={classes.search}>
        <IconSearch size={18} stroke={1.6} aria-hidden="true" />
        <input
          autoFocus
          data-autofocus
          className={classes.input}
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={items.length > 0 ? optionId(current) : undefined}
          aria-label={palette.title}
          placeholder={palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={search}
          onKeyDown={onKeyDown}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setAt(0)
          }}
        />
      </div>
      <PaletteList
        id={listId}
        items={items}
        current={current}
        optionId={optionId}
        onPoint={setAt}
        onChoose={choose}
      />
      {error && <p className={classes.note}>{palette.failed}</p>}
      {items.length === 0 && !isSearching && !error && (
        <p className={classes.note}>
          {palette.none(search)} {palette.noneHint}
        </p>
      )}
      <Foot status={isSearching ? palette.searching : palette.found(items.length)} />
    </>
  )
}

function Foot({ status }: { status: string }) {
  const { help } = useStrings().shell.palette
  return (
    <div className={classes.foot}>
      <span role="status" className={classes.status}>
        {status}
      </span>
      <span className={classes.help} aria-hidden="true">
        <Keys keys="ArrowUp" /> <Keys keys="ArrowDown" /> {help.move}
      </span>
      <span className={classes.help} aria-hidden="true">
        <Keys keys="Enter" /> {help.choose}
      </span>
      <span className={classes.help} aria-hidden="true">
        <Keys keys="Escape" /> {help.close}
      </span>
    </div>
  )
}
