import classes from './logo.module.css'

/** Our mark: two lines that meet in a key's bow. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="7" className={classes.ground} />
      <path d="M8 9l8 15 8-15" className={classes.line} />
      <circle cx="16" cy="10" r="2.6" className={classes.dot} />
    </svg>
  )
}
