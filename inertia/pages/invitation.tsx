import { Head } from '@inertiajs/react'
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef } from 'react'
import { Link } from '~/components/link'
import { Logo } from '~/components/logo'
import { useForm } from '~/hooks/use_form'
import { BareLayout } from '~/layouts/bare_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/invitation'
import classes from './entrance.module.css'

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
  const t = useStrings().invitation
  const title = offer ? t.join(offer.team) : t.ended
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
  const t = useStrings().invitation
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
            label={t.email}
            name="email"
            type="email"
            autoComplete="username"
            readOnly
            value={offer.email}
          />
          <TextInput
            label={t.name}
            name="fullName"
            autoComplete="name"
            autoFocus
            value={form.data.fullName}
            error={form.errors.fullName}
            onChange={(event) => form.setData('fullName', event.currentTarget.value)}
          />
          <PasswordInput
            label={t.password}
            description={t.passwordHint}
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
            {t.submit}
          </Button>
        </Stack>
      </form>
      <p className={classes.foot}>{t.willBe[offer.role] ?? t.willBe.viewer}</p>
    </>
  )
}

function Ended() {
  const t = useStrings().invitation
  return (
    <p className={classes.foot}>
      {t.endedText} <Link href="/sign-in">{t.signIn}</Link> {t.endedTextAfter}
    </p>
  )
}

Invitation.layout = BareLayout
