import { Head } from '@inertiajs/react'
import { ActionIcon } from '@mantine/core'
import { IconMenu2 } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from '~/components/link'
import { useNavigation } from '~/stores/navigation'
import { useStrings } from '~/strings/strings_context'
import classes from './page_header.module.css'

interface Props {
  title: string
  /** What is open within the page, for the browser's tab. */
  open?: string
  /** Places above this one, outermost first. */
  crumbs?: { label: string; href: string }[]
  /** Beside the title, such as a status. */
  aside?: ReactNode
  /** At most one primary action. */
  action?: ReactNode
}

/** The line on top of a page: where one is, and the one thing to do. */
export function PageHeader({ title, open: opened, crumbs = [], aside, action }: Props) {
  const { shell } = useStrings()
  const open = useNavigation((navigation) => navigation.open)
  return (
    <header className={classes.header}>
      <Head title={opened ? `${opened} · ${title}` : title} />
      <ActionIcon className={classes.burger} onClick={open} aria-label={shell.openMenu}>
        <IconMenu2 size={18} />
      </ActionIcon>
      <nav aria-label={shell.breadcrumb} className={classes.trail}>
        {crumbs.map(({ label, href }) => (
          <span key={href} className={classes.crumb}>
            <Link href={href}>{label}</Link>
            <span aria-hidden="true">/</span>
          </span>
        ))}
        <h1 className={classes.title} title={title}>
          {title}
        </h1>
      </nav>
      {aside && <div className={classes.aside}>{aside}</div>}
      {action && <div className={classes.action}>{action}</div>}
    </header>
  )
}
