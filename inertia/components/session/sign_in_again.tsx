import { Button, Modal, type ModalOverlayProps, PasswordInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useSignInAgain } from '~/hooks/use_sign_in_again'
import { useUser } from '~/hooks/use_user'
import { type Ending, useSession } from '~/stores/session'
import { useStrings } from '~/strings/strings_context'
import classes from './sign_in_again.module.css'

/** Asks whose page this is to sign in again, on top of it, so that nothing on it is lost. */
export default function SignInAgain() {
  const { session } = useStrings().shell
  const { user } = useUser()
  const ending = useSession((one) => one.ending)
  if (!user) return null
  return (
    <Modal.Root
      opened={ending !== null}
      onClose={() => {}}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={390}
      size="sm"
      centered
    >
      <Modal.Overlay {...veils[ending ?? 'expired']} />
      <Modal.Content>
        <Modal.Body className={classes.body}>
          <Modal.Title className={classes.title}>{session[ending ?? 'expired']}</Modal.Title>
          <Form user={user} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  )
}

/** Whoever signed out wants nothing of theirs to be seen. */
const veils: Record<Ending, ModalOverlayProps> = {
  expired: { backgroundOpacity: 0.5 },
  left: { backgroundOpacity: 1, color: 'var(--surface-sunken)' },
}

function Form({ user }: { user: { id: string; email: string } }) {
  const { session } = useStrings().shell
  const [password, setPassword] = useState('')
  const signIn = useSignInAgain(user)

  function submit(event: FormEvent) {
    event.preventDefault()
    signIn.mutate(password)
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.explain}>{session.explain}</p>
      <p className={classes.email}>{user.email}</p>
      <input type="hidden" name="email" autoComplete="username" value={user.email} readOnly />
      <PasswordInput
        label={session.password}
        name="password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        data-autofocus
        value={password}
        error={signIn.error?.message}
        aria-invalid={signIn.error !== null}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <Button type="submit" fullWidth loading={signIn.isPending}>
        {session.signIn}
      </Button>
      <a href="/sign-in" className={classes.other} title={session.otherHint}>
        {session.other(user.email)}
      </a>
    </form>
  )
}
