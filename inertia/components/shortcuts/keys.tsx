import { Fragment } from 'react'
import { useIsMac } from '~/hooks/use_is_mac'
import { useStrings } from '~/strings/strings_context'
import classes from './keys.module.css'

/** The keys of a shortcut, drawn as keys. */
export function Keys({ keys }: { keys: string }) {
  const { then, keys: names, mod } = useStrings().shell.shortcuts
  const known: Record<string, string> = { ...names, mod: useIsMac() ? mod.mac : mod.other }
  return (
    <span className={classes.keys}>
      {keys.split(' ').map((together, index) => (
        <Fragment key={index}>
          {index > 0 && <span className={classes.then}>{then}</span>}
          {together.split('+').map((key) => (
            <kbd key={key} className={classes.key}>
              {known[key] ?? (together === key ? key : key.toUpperCase())}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  )
}
