import { Head } from '@inertiajs/react'
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef } from 'react'
import { Link } from '~/components/link'
import { Logo } from '~/components/logo'
import { useForm } from '~/hooks/use_form'
import { BareLayout } from '~/layouts/bare_layout'
import classes from './sign_in.module.css'

/** Not an interface: props that the server types are JSON. */
type Offer = {
  email: string
  role: string
  team: string
}

interface Props {
  /** None when the link is good no longer. */
  offer?: Offer
  /** Why joining did not work. */
  error?: string
}

export default function Invitation({ offer, error }: Props) {
  const title = offer ? `Join ${offer.team}` : 'This invitation has ended'
  return (
    <div className={classes.panel}>
      <Head title={title} />
      <div className={classes.brand}>
        <Logo size={32} />
        <h1 className={classes.title}>{title}</h1>
      </div>
      {offer ? <JoinForm offer={offer} error={error} /> : <Ended />}
    </div>
  )
}

function JoinForm({ offer, error }: { offer: Offer; error?: string }) {
  const refusal = useRef<HTMLDivElement>(null)
  const form = useForm({ fullName: '', password: '' })
  useEffect(() => {
    if (error) refusal.current?.focus()
  }, [error])

  function submit(event: FormEvent) {
    event.preventDefault()
    form.transform(({ fullName, password }) => ({ fullName: fullName.trim() || null, password }))
    form.post(window.location.pathname, { preserveState: true })
  }

  return (
    <>
      <form onSubmit={submit} className={classes.form} method="post">
        <Stack gap="md">
          {error && (
            <Alert ref={refusal} tabIndex={-1} color="red" variant="light" role="alert" p="sm">
              {error}
            </Alert>
          )}
          <TextInput
            label="Email"
            name="email"
            type="email"
            autoComplete="username"
            readOnly
            value={offer.email}
          />
          <TextInput
            label="Your name"
            name="fullName"
            autoComplete="name"
            autoFocus
            value={form.data.fullName}
            error={form.errors.fullName}
            onChange={(event) => form.setData('fullName', event.currentTarget.value)}
          />
          <PasswordInput
            label="Password"
            description="At least 8 characters."
            name="password"
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={8}
            maxLength={512}
            value={form.data.password}
            error={form.errors.password}
            aria-invalid={form.errors.password !== undefined}
            onChange={(event) => form.setData('password', event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={form.processing}>
            Join
          </Button>
        </Stack>
      </form>
      <p className={classes.foot}>You will be {roleInWords(offer.role)} of the team.</p>
    </>
  )
}

function Ended() {
  return (
    <p className={classes.foot}>
      It was used or withdrawn, or is too old. Ask an administrator of the team for a new one, or{' '}
      <Link href="/sign-in">sign in</Link> if you have joined already.
    </p>
  )
}

function roleInWords(role: string): string {
  return { admin: 'an administrator', editor: 'an editor' }[role] ?? 'a viewer'
}

Invitation.layout = BareLayout
