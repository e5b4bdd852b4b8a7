import { usePage } from '@inertiajs/react'
import { Tooltip } from '@mantine/core'
import { IconApi, IconPlugConnected, IconStack2 } from '@tabler/icons-react'
import { Link } from '~/components/link'
import { Logo } from '~/components/logo'
import { UserMenu } from '~/components/user_menu'
import classes from './rail.module.css'

const places = [
  { label: 'Connections', href: '/connections', under: '/connections', icon: IconPlugConnected },
  { label: 'New dataset', href: '/datasets/new', under: '/datasets', icon: IconStack2 },
]

/** The places of the product; only icons where the screen is narrow, unless it is shown as a sheet. */
export function Rail({ inSheet = false }: { inSheet?: boolean }) {
  const { url } = usePage()
  return (
    <nav aria-label="Main" className={classes.rail} data-sheet={inSheet || undefined}>
      <Link href="/connections" className={classes.brand}>
        <Logo />
        <span className={classes.label}>Varlor</span>
      </Link>
      <div className={classes.places}>
        {places.map(({ label, href, under, icon: Icon }) => (
          <PlaceTip key={href} label={label} disabled={inSheet}>
            <Link
              href={href}
              className={classes.place}
              aria-current={url.startsWith(under) ? 'page' : undefined}
            >
              <Icon size={18} stroke={1.6} aria-hidden="true" />
              <span className={classes.label}>{label}</span>
            </Link>
          </PlaceTip>
        ))}
      </div>
      <div className={classes.foot}>
        <PlaceTip label="API reference" disabled={inSheet}>
          <a href="/docs" className={classes.place}>
            <IconApi size={18} stroke={1.6} aria-hidden="true" />
            <span className={classes.label}>API reference</span>
          </a>
        </PlaceTip>
        <UserMenu />
      </div>
    </nav>
  )
}

/** Names a place while only its icon shows. */
function PlaceTip(props: { label: string; disabled: boolean; children: React.ReactElement }) {
  return (
    <Tooltip
      label={props.label}
      disabled={props.disabled}
      position="right"
      classNames={{ tooltip: classes.tip }}
    >
      {props.children}
    </Tooltip>
  )
}
