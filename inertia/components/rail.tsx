import { usePage } from '@inertiajs/react'
import { UnstyledButton } from '@mantine/core'
import {
  IconApi,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconSearch,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from '~/components/link'
import { Logo } from '~/components/logo'
import { Keys } from '~/components/shortcuts/keys'
import { UserMenu } from '~/components/user_menu'
import { usePlaces } from '~/hooks/use_places'
import { useRailWidth } from '~/hooks/use_rail_width'
import { usePalette } from '~/stores/palette'
import { useStrings } from '~/strings/strings_context'
import classes from './rail.module.css'

/** The places of the product; only their icons where there is no room for words, or somebody wants none. */
export function Rail({ inSheet = false }: { inSheet?: boolean }) {
  const { shell } = useStrings()
  const { url } = usePage()
  const openPalette = usePalette((palette) => palette.open)
  return (
    <nav aria-label={shell.main} className={classes.rail}>
      {!inSheet && <Brand />}
      <UnstyledButton className={classes.search} onClick={openPalette}>
        <IconSearch size={16} stroke={1.8} aria-hidden="true" />
        <Label>{shell.palette.open}</Label>
        <span className={classes.keys} aria-hidden="true">
          <Keys keys="mod+k" />
        </span>
      </UnstyledButton>
      <div className={classes.places}>
        {usePlaces().map(({ label, href, under, icon: Icon }) => (
          <Link
            key={href}
            href={href}
            className={classes.place}
            aria-current={url.startsWith(under) ? 'page' : undefined}
          >
            <Icon size={18} stroke={1.6} aria-hidden="true" />
            <Label>{label}</Label>
          </Link>
        ))}
      </div>
      <div className={classes.foot}>
        <a href="/docs" className={classes.place}>
          <IconApi size={18} stroke={1.6} aria-hidden="true" />
          <Label>{shell.places.reference}</Label>
        </a>
        {!inSheet && <Collapse />}
        <UserMenu />
      </div>
    </nav>
  )
}

/** Our name is the same in every language. */
const NAME = 'Varlor'

function Brand() {
  return (
    <Link href="/connections" className={classes.brand}>
      <Logo />
      <span className={classes.name}>{NAME}</span>
    </Link>
  )
}

function Collapse() {
  const { shell } = useStrings()
  const { isCollapsed, toggle } = useRailWidth()
  const Icon = isCollapsed ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <UnstyledButton className={classes.place} onClick={toggle}>
      <Icon size={18} stroke={1.6} aria-hidden="true" />
      <Label>{isCollapsed ? shell.expand : shell.collapse}</Label>
    </UnstyledButton>
  )
}

/** Beside its icon; where there is no room, a hint that shows on hover and focus. */
function Label({ children }: { children: ReactNode }) {
  return <span className={classes.label}>{children}</span>
}
