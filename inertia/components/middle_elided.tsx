import classes from './middle_elided.module.css'

/** Text that loses its middle when there is no room, for both ends matter: who, and which database. */
export function MiddleElided({ text, tail = 14 }: { text: string; tail?: number }) {
  const cut = Math.max(0, text.length - tail)
  return (
    <span className={classes.text} title={text}>
      <span className={classes.head}>{text.slice(0, cut)}</span>
      <span className={classes.tail}>{text.slice(cut)}</span>
    </span>
  )
}
