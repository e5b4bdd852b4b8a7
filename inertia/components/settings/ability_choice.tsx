import { Checkbox } from '@mantine/core'
import type { Ability } from '#services/auth/abilities'
import type { Role } from '#models/user'
import { useStrings } from '~/strings/strings_context'
import classes from './ability_choice.module.css'

interface Props {
  role: Role
  value: string[]
  error?: string
  onChange: (abilities: string[]) => void
}

type Group = {
  name: 'connections' | 'tables' | 'datasets' | 'members' | 'audit'
  abilities: Offer[]
}
/** An ability, and the least role that gets anything from it. */
type Offer = { name: Ability; from: Role }

const groups: Group[] = [
  {
    name: 'connections',
    abilities: [
      { name: 'connections:read', from: 'viewer' },
      { name: 'connections:write', from: 'editor' },
      { name: 'connections:test', from: 'editor' },
      { name: 'connections:rotate', from: 'editor' },
      { name: 'connections:export', from: 'admin' },
    ],
  },
  { name: 'tables', abilities: [{ name: 'tables:read', from: 'viewer' }] },
  {
    name: 'datasets',
    abilities: [
      { name: 'datasets:read', from: 'viewer' },
      { name: 'datasets:write', from: 'editor' },
    ],
  },
  {
    name: 'members',
    abilities: [
      { name: 'members:read', from: 'admin' },
      { name: 'members:write', from: 'admin' },
    ],
  },
  { name: 'audit', abilities: [{ name: 'audit:read', from: 'admin' }] },
]
const ranks: Role[] = ['viewer', 'editor', 'admin']

/** What a token may be made for, as far as its owner's role allows any of it. */
export function AbilityChoice({ role, value, error, onChange }: Props) {
  const t = useStrings().settings.tokens
  const offered = groups
    .map(({ name, abilities }) => ({ name, abilities: abilities.filter(reachable(role)) }))
    .filter(({ abilities }) => abilities.length > 0)
  return (
    <Checkbox.Group
      label={t.form.abilities}
      description={role === 'admin' ? undefined : t.form.beyond}
      value={value}
      onChange={onChange}
      error={error}
    >
      <div className={classes.groups}>
        {offered.map(({ name, abilities }) => (
          <fieldset key={name} className={classes.group}>
            <legend className={classes.legend}>{t.groups[name]}</legend>
            {abilities.map((ability) => (
              <Checkbox
                key={ability.name}
                value={ability.name}
                label={t.abilities[ability.name]}
                description={<code>{ability.name}</code>}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </Checkbox.Group>
  )
}

function reachable(role: Role) {
  return ({ from }: Offer) => ranks.indexOf(role) >= ranks.indexOf(from)
}
