import classes from './progress_bar.module.css'

interface Props {
  label: string
  /** From 0 to 1; null while nobody knows. */
  share: number | null
  isLarge?: boolean
}

/** How far something is. What cannot be told moves without saying how far. */
export function ProgressBar({ label, share, isLarge }: Props) {
  const percent = share === null ? undefined : Math.floor(share * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classes.bar}
      data-large={isLarge || undefined}
      data-unknown={share === null || undefined}
    >
      <div style={share === null ? undefined : { transform: `scaleX(${share})` }} />
    </div>
  )
}
