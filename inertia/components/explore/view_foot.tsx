import { UnstyledButton } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { AsOf } from '~/components/explore/as_of'
import { useStrings } from '~/strings/strings_context'
import classes from './view_foot.module.css'

export interface Reading {
  /** Milliseconds since 1970: when it was read. */
  at: number
  isReading: boolean
  refresh: () => void
}

interface Props extends Reading {
  children?: ReactNode
  /** What can be done with it. */
  action?: ReactNode
}

/** The line below a table: what is shown, as of when, and the way to read it again. */
export function ViewFoot({ at, isReading, refresh, children, action }: Props) {
  const t = useStrings()
  return (
    <div className={classes.foot}>
      <div className={classes.said}>{children}</div>
      {action}
      <AsOf at={at} />
      <UnstyledButton
        className={classes.refresh}
        title={t.explore.table.refresh}
        aria-disabled={isReading}
        data-busy={isReading || undefined}
        onClick={() => !isReading && refresh()}
      >
        <IconRefresh size={14} stroke={1.6} aria-hidden="true" />
        {t.common.refresh}
      </UnstyledButton>
    </div>
  )
}
