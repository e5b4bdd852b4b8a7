import { Button, Group, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Failure } from '~/components/failure'
import { useStrings } from '~/strings/strings_context'
import classes from './ask.module.css'

interface Props {
  title: string
  children: ReactNode
  submit: string
  /** The way back; "Cancel" unless said otherwise. */
  keep?: string
  isDanger?: boolean
  isPending: boolean
  isDisabled?: boolean
  /** Why it did not happen, and what did not. */
  error: Error | null
  failed: string
  size?: 'md' | 'lg'
  onSubmit: () => void
  onClose: () => void
}

/** A question in a dialog; what the server refuses is said in it. */
export function Ask(props: Props) {
  const { common } = useStrings()
  const { title, children, submit, keep, isDanger, isPending, isDisabled, error, failed } = props
  return (
    <Modal opened onClose={props.onClose} title={title} size={props.size ?? 'md'}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          props.onSubmit()
        }}
      >
        <div className={classes.body}>
          {children}
          {error && <Failure title={failed} error={error} />}
        </div>
        <Group justify="flex-end" mt="lg" gap="xs">
          <Button variant="default" onClick={props.onClose} data-autofocus={isDanger || undefined}>
            {keep ?? common.cancel}
          </Button>
          <Button
            type="submit"
            // The theme's own red is too light for white text.
            color={isDanger ? 'red.9' : undefined}
            loading={isPending}
            disabled={isDisabled}
          >
            {submit}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
