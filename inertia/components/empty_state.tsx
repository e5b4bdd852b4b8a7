import type { ReactNode } from 'react'
import classes from './empty_state.module.css'

interface Props {
  icon: ReactNode
  title: string
  children: ReactNode
  action?: ReactNode
  /** `h1` where it is all that the page has. */
  heading?: 'h1' | 'h2' | 'h3'
}

/** What a place is for, while there is nothing in it, and the one thing to do. */
export function EmptyState({ icon, title, children, action, heading: Heading = 'h2' }: Props) {
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <Heading className={classes.title}>{title}</Heading>
      <div className={classes.text}>{children}</div>
      {action && <div className={classes.action}>{action}</div>}
    </div>
  )
}
