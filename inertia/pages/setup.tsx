import { Head, router } from '@inertiajs/react'
import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Logo } from '~/components/logo'
import { useForm } from '~/hooks/use_form'
import { BareLayout } from '~/layouts/bare_layout'
import { useStrings } from '~/strings/strings_context'
import '~/strings/told/setup'
import classes from './entrance.module.css'

type Field = 'token' | 'team' | 'fullName' | 'email' | 'password'

/** The first run: whoever has the setup token makes the team that they administer. */
export default function Setup({ error }: { error?: string }) {
  const t = useStrings().setup
  const { form, isFromLink } = useSetupForm()
  const refusal = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) refusal.current?.focus()
  }, [error])

  function submit(event: FormEvent) {
    event.preventDefault()
    form.transform((data) => ({ ...data, fullName: data.fullName.trim() || null }))
    form.post('/setup', { preserveState: true })
  }

  const field = (name: Field) => ({
    name,
    value: form.data[name],
    error: form.errors[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      form.setData(name, event.currentTarget.value),
  })

  return (
    <div className={classes.panel} data-wide>
      <Head title={t.title} />
      <div className={classes.brand}>
        <Logo size={32} />
        <h1 className={classes.title}>{t.title}</h1>
      </div>
      <form onSubmit={submit} className={classes.form} method="post" action="/setup">
        <Stack gap="md">
          <p className={classes.lead}>{t.lead}</p>
          {error && (
            <Alert ref={refusal} tabIndex={-1} color="red" variant="light" role="alert" p="sm">
              {error}
            </Alert>
          )}
          <TextInput
            label={t.token}
            description={isFromLink ? t.tokenTaken : t.tokenHint}
            autoComplete="off"
            spellCheck={false}
            required
            withAsterisk={false}
            autoFocus
            {...field('token')}
          />
          <TextInput
            label={t.team}
            autoComplete="organization"
            required
            withAsterisk={false}
            maxLength={120}
            {...field('team')}
          />
          <TextInput
            label={t.fullName}
            autoComplete="name"
            maxLength={120}
            {...field('fullName')}
          />
          <TextInput
            label={t.email}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            {...field('email')}
          />
          <PasswordInput
            label={t.password}
            description={t.passwordHint}
            autoComplete="new-password"
            required
            withAsterisk={false}
            minLength={8}
            maxLength={512}
            aria-invalid={form.errors.password !== undefined}
            {...field('password')}
          />
          <Button type="submit" fullWidth loading={form.processing}>
            {t.submit}
          </Button>
        </Stack>
      </form>
      <p className={classes.foot}>{t.foot}</p>
    </div>
  )
}

Setup.layout = BareLayout

/** The token is in the link's fragment, which no server is sent; it leaves the address bar at once. */
function useSetupForm() {
  const form = useForm({ token: '', team: '', fullName: '', email: '', password: '' })
  const [isFromLink, setFromLink] = useState(false)
  const { setData } = form
  useEffect(() => {
    const token = window.location.hash.slice(1)
    if (!token.startsWith('vls_')) return
    setData('token', token)
    setFromLink(true)
    router.replace({ url: window.location.pathname, preserveState: true })
    document.querySelector<HTMLInputElement>('input[name=team]')?.focus()
  }, [setData])
  return { form, isFromLink }
}
