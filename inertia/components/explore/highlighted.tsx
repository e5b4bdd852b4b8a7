import { matchIn } from '~/components/explore/table_search'
import classes from './tree_item.module.css'

/** A name with the part marked that was looked for. */
export function Highlighted({ text, search }: { text: string; search: string }) {
  const match = matchIn(text, search)
  if (!match) return <>{text}</>
  return (
    <>
      {text.slice(0, match.start)}
      <mark className={classes.match}>{text.slice(match.start, match.end)}</mark>
      {text.slice(match.end)}
    </>
  )
}
