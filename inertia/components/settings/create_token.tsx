import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { AbilityChoice } from '~/components/settings/ability_choice'
import { Ask } from '~/components/settings/ask'
import { SecretOnce } from '~/components/settings/secret_once'
import { type NewToken, useCreateToken } from '~/hooks/use_create_token'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'

interface Props {
  /** Such as `https://varlor.example/api/v2`. */
  apiUrl: string
  onClose: () => void
}

const ends = ['7', '30', '90', '365', 'never'] as const
type End = (typeof ends)[number]

/** Asks what the token is for, then shows it, this once. */
export function CreateToken({ apiUrl, onClose }: Props) {
  const t = useStrings().settings.tokens.form
  const { user } = useUser()
  const create = useCreateToken()
  const [name, setName] = useState('')
  const [end, setEnd] = useState<End>('90')
  const [abilities, setAbilities] = useState(['connections:read'])
  const [wasTried, setTried] = useState(false)
  if (create.data) {
    const { token, abilities: granted } = create.data.data
    return <Made token={token} url={apiUrl + tryable(granted)} onClose={onClose} />
  }

  function submit() {
    setTried(true)
    if (name.trim() === '' || abilities.length === 0) return
    create.mutate({ name: name.trim(), abilities, ...endOf(end) })
  }

  return (
    <Ask
      title={t.title}
      submit={t.submit}
      isPending={create.isPending}
      error={create.error}
      failed={t.failed}
      size="lg"
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label={t.name}
        placeholder={t.namePlaceholder}
        maxLength={120}
        data-autofocus
        value={name}
        error={wasTried && name.trim() === '' ? t.noName : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Select
        label={t.expiry}
        data={ends.map((value) => ({ value, label: t.expiries[value] }))}
        value={end}
        description={end === 'never' ? t.neverNote : undefined}
        onChange={(value) => setEnd((value ?? '90') as End)}
      />
      <AbilityChoice
        role={user?.role ?? 'viewer'}
        value={abilities}
        error={wasTried && abilities.length === 0 ? t.noAbility : undefined}
        onChange={setAbilities}
      />
    </Ask>
  )
}

/** A click beside it does not close it: what is lost here is lost. */
function Made({ token, url, onClose }: { token: string; url: string; onClose: () => void }) {
  const t = useStrings().settings.tokens.made
  const curl = `curl -H "Authorization: Bearer ${token}" ${url}`
  return (
    <Modal opened onClose={onClose} title={t.title} size="lg" closeOnClickOutside={false}>
      <Stack gap="md">
        <SecretOnce label={t.token} secret={token} note={t.once} copyLabel={t.copy} isPrimary />
        <SecretOnce label={t.try} secret={curl} copyLabel={t.copyCurl} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t.done}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function endOf(end: End): Pick<NewToken, 'expiresAt' | 'expiresInDays'> {
  return end === 'never' ? { expiresAt: null } : { expiresInDays: Number(end) }
}

/** An address that this token may ask. */
function tryable(abilities: string[]): string {
  return abilities.includes('connections:read') ? '/connectors' : '/auth/me'
}
