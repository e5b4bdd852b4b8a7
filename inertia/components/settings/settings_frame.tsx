import { usePage } from '@inertiajs/react'
import type { ReactNode } from 'react'
import { Link } from '~/components/link'
import { PageHeader } from '~/components/page_header'
import { useUser } from '~/hooks/use_user'
import { useStrings } from '~/strings/strings_context'
import classes from './settings_frame.module.css'

interface Props {
  title: string
  /** What this is about, in a sentence or two. */
  lead: string
  action?: ReactNode
  children: ReactNode
}

/** What the pages of the settings share: where one is, and the way to the others. */
export function SettingsFrame({ title, lead, action, children }: Props) {
  const t = useStrings().settings
  return (
    <>
      <PageHeader title={title} crumbs={[{ label: t.title, href: '/settings' }]} action={action} />
      <SettingsTabs />
      <div className={classes.content}>
        <p className={classes.lead}>{lead}</p>
        {children}
      </div>
    </>
  )
}

/** Only places that are for whoever looks; one place alone needs no way to it. */
function SettingsTabs() {
  const t = useStrings().settings
  const { url } = usePage()
  const { user } = useUser()
  if (user?.role !== 'admin') return null
  const tabs = [
    { label: t.members.title, href: '/settings/members' },
    { label: t.tokens.title, href: '/settings/tokens' },
    { label: t.keys.title, href: '/settings/keys' },
    { label: t.limits.title, href: '/settings/limits' },
  ]
  return (
    <nav aria-label={t.navigation} className={classes.tabs}>
      {tabs.map(({ label, href }) => (
        <Link
          key={href}
          href={href}
          className={classes.tab}
          aria-current={url.startsWith(href) ? 'page' : undefined}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
