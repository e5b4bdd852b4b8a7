import { Button, Modal, PasswordInput } from '@mantine/core'
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
    <Modal
      opened={ending !== null}
      onClose={() => {}}
      title={session[ending ?? 'expired']}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={390}
      size="sm"
      centered
      overlayProps={{ backgroundOpacity: 1, ...veil[ending ?? 'expired'] }}
    >
      <Form user={user} />
    </Modal>
  )
}

/** Whoever signed out wants nothing of theirs to be seen. */
const veil: Record<Ending, object> = {
  expired: { backgroundOpacity: 0.5 },
  left: { color: 'var(--surface-sunken)' },
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
