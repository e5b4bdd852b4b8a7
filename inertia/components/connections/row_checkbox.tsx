import type { MouseEvent } from 'react'
import classes from './row_checkbox.module.css'

interface Props {
  label: string
  checked: boolean
  isPartly?: boolean
  onChange: (checked: boolean, withShift: boolean) => void
}

/** A native box: there are dozens of them in sight, which come and go while scrolling. */
export function RowCheckbox({ label, checked, isPartly = false, onChange }: Props) {
  const toggle = ({ currentTarget, shiftKey }: MouseEvent<HTMLInputElement>) =>
    onChange(currentTarget.checked, shiftKey)
  return (
    <label className={classes.hit}>
      <input
        type="checkbox"
        className={classes.box}
        aria-label={label}
        checked={checked}
        ref={(box) => {
          if (box) box.indeterminate = isPartly
        }}
        onClick={toggle}
        onChange={() => {}}
      />
    </label>
  )
}
