import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { JsonMember, JsonNode } from '~/components/explore/json_tree'
import { useStrings } from '~/strings/strings_context'
import classes from './json_view.module.css'

/** Levels that are open at first. */
const OPEN = 2

/** Members that are shown at once. */
const MANY = 100

/** A document whose objects and lists open and close. */
export function JsonView({ node, level = 0 }: { node: JsonNode; level?: number }) {
  if (!('members' in node)) return <span data-kind={node.kind}>{node.written}</span>
  return (
    <div className={classes.tree}>
      <Members members={node.members} level={level} />
    </div>
  )
}

function Members({ members, level }: { members: JsonMember[]; level: number }) {
  const t = useStrings().explore.detail
  const [shown, setShown] = useState(MANY)
  return (
    <ul className={classes.members}>
      {/* Members have no key of their own, may repeat one, and never move. */}
      {members.slice(0, shown).map(({ key, value }, index) => (
        <li key={index}>
          <Member name={key ?? String(index)} value={value} level={level} />
        </li>
      ))}
      {members.length > shown && (
        <li>
          <UnstyledButton className={classes.more} onClick={() => setShown(shown + 10 * MANY)}>
            {t.more(members.length - shown)}
          </UnstyledButton>
        </li>
      )}
    </ul>
  )
}

/** Quotes around plain names only stand in the way. */
function bare(name: string) {
  return name.replace(/^"([\w -]+)"$/, '$1')
}

interface MemberProps {
  name: string
  value: JsonNode
  level: number
}

function Member({ name, value, level }: MemberProps) {
  const t = useStrings().explore.detail
  const [isOpen, setOpen] = useState(level < OPEN)
  const label = <span className={classes.key}>{bare(name)}</span>
  if (!('members' in value)) {
    return (
      <>
        {label}
        <span className={classes.leaf} data-kind={value.kind}>
          {value.written}
        </span>
      </>
    )
  }
  const count = value.members.length
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {label}
        <span className={classes.count}>
          {value.kind === 'object' ? t.keys(count) : t.items(count)}
        </span>
      </summary>
      {isOpen && <Members members={value.members} level={level + 1} />}
    </details>
  )
}
