import { Radio, Stack } from '@mantine/core'
import { useStrings } from '~/strings/strings_context'

interface Props {
  label: string
  value: string
  onChange: (role: string) => void
}

const roles = ['viewer', 'editor', 'admin'] as const

/** The three roles, and what each may do. */
export function RoleChoice({ label, value, onChange }: Props) {
  const { common, settings } = useStrings()
  return (
    <Radio.Group label={label} value={value} onChange={onChange}>
      <Stack gap="xs" mt={4}>
        {roles.map((role) => (
          <Radio
            key={role}
            value={role}
            label={common.roles[role]}
            description={settings.members.roleHints[role]}
          />
        ))}
      </Stack>
    </Radio.Group>
  )
}
