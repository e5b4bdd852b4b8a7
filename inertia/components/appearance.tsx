import { useMantineColorScheme } from '@mantine/core'
import { useId } from 'react'
import { useStrings } from '~/strings/strings_context'
import classes from './appearance.module.css'

const SCHEMES = ['light', 'dark', 'auto'] as const

/** Light, dark, or as the system has it. */
export function Appearance() {
  const { account } = useStrings().shell
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const name = useId()
  const labels = { light: account.light, dark: account.dark, auto: account.system }
  return (
    <div role="radiogroup" aria-label={account.appearance} className={classes.schemes}>
      {SCHEMES.map((scheme) => (
        <label key={scheme} className={classes.scheme}>
          <input
            type="radio"
            name={name}
            value={scheme}
            checked={colorScheme === scheme}
            onChange={() => setColorScheme(scheme)}
          />
          {labels[scheme]}
        </label>
      ))}
    </div>
  )
}
