import { Button, Group, Modal, TagsInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import type { Connection } from '~/api/types'
import { useStrings } from '~/strings/strings_context'
import classes from './edit_tags.module.css'

interface Props {
  /** Null while nobody edits any. */
  connection: Connection | null
  /** Tags that are in use already. */
  known: string[]
  onClose: () => void
  onSave: (connection: Connection, tags: string[]) => void
}

/** As the server has it. */
const MOST = 20
const LONGEST = 40

export function EditTags({ connection, known, onClose, onSave }: Props) {
  const { common, connections } = useStrings()
  const { tags: words } = connections
  const [tags, setTags] = useState<string[]>([])
  const [typed, setTyped] = useState('')
  const last = useRef(connection)
  if (connection) last.current = connection
  const shown = connection ?? last.current

  useEffect(() => {
    if (connection) setTags(connection.tags)
    setTyped('')
  }, [connection])

  function save(event: FormEvent) {
    event.preventDefault()
    if (!shown) return
    const rest = typed.trim()
    onSave(shown, rest && !tags.includes(rest) ? [...tags, rest].slice(0, MOST) : tags)
  }

  return (
    <Modal
      opened={connection !== null}
      onClose={onClose}
      title={shown && words.title(shown.name)}
      size="md"
    >
      <form onSubmit={save}>
        <TagsInput
          label={words.label}
          description={words.hint}
          placeholder={tags.length < MOST ? words.placeholder : undefined}
          data={known}
          // Offered while somebody types; Escape leaves the dialog at once.
          openOnFocus={false}
          dropdownOpened={typed === '' ? false : undefined}
          classNames={{ inputField: classes.field }}
          value={tags}
          onChange={setTags}
          searchValue={typed}
          onSearchChange={(text) => setTyped(text.slice(0, LONGEST))}
          maxTags={MOST}
          maxDropdownHeight={160}
          comboboxProps={{ withinPortal: true }}
          data-autofocus
        />
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button type="submit">{words.save}</Button>
        </Group>
      </form>
    </Modal>
  )
}
