import { useEffect, useState } from 'react'
import { useStrings } from '~/strings/strings_context'
import classes from './as_of.module.css'

interface Props {
  /** ISO 8601, or milliseconds since 1970, 0 for never. */
  at: string | number
}

/** When something was read, by the reader's own clock; that of the server is in another place. */
export function AsOf({ at }: Props) {
  const t = useStrings()
  const [isHere, setHere] = useState(false)
  useEffect(() => setHere(true), [])
  const time = new Date(at)
  const clock = { hour: '2-digit', minute: '2-digit' } as const
  return (
    <time
      className={classes.time}
      dateTime={isHere ? time.toISOString() : undefined}
      title={isHere ? time.toLocaleString() : undefined}
    >
      {isHere && at !== 0 && t.explore.asOf(time.toLocaleTimeString([], clock))}
    </time>
  )
}
