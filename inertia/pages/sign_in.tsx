import { Head } from '@inertiajs/react'
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef } from 'react'
import { Logo } from '~/components/logo'
import { useForm } from '~/hooks/use_form'
import { BareLayout } from '~/layouts/bare_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/sign_in'
import classes from './entrance.module.css'

interface Props {
  /** What was entered before, and why it did not work. */
  email?: string
  error?: string
}

export default function SignIn({ email, error }: Props) {
  const { signIn } = useStrings()
  const password = useRef<HTMLInputElement>(null)
  const form = useForm({ email: email ?? '', password: '' })
  useEffect(() => {
    if (error) password.current?.focus()
  }, [error])

  function submit(event: FormEvent) {
    event.preventDefault()
    form.post('/sign-in', { preserveState: true, onFinish: () => form.reset('password') })
  }

  return (
    <div className={classes.panel}>
      <Head title={signIn.title} />
      <div className={classes.brand}>
        <Logo size={32} />
        <h1 className={classes.title}>{signIn.heading}</h1>
      </div>
      <form onSubmit={submit} className={classes.form} method="post" action="/sign-in">
        <Stack gap="md">
          {error && (
            <Alert color="red" variant="light" role="alert" p="sm">
              {error}
            </Alert>
          )}
          <TextInput
            label={signIn.email}
            name="email"
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus={!error}
            value={form.data.email}
            error={form.errors.email}
            onChange={(event) => form.setData('email', event.currentTarget.value)}
          />
          <PasswordInput
            ref={password}
            label={signIn.password}
            name="password"
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={form.data.password}
            error={form.errors.password}
            onChange={(event) => form.setData('password', event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={form.processing}>
            {signIn.submit}
          </Button>
        </Stack>
      </form>
      <p className={classes.foot}>{signIn.forgotten}</p>
    </div>
  )
}

SignIn.layout = BareLayout
