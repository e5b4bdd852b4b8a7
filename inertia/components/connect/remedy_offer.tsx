import { Button } from '@mantine/core'
import { Fingerprint } from '~/components/connect/fingerprint'
import type { Remedy } from '~/components/connect/remedies'
import classes from './test_panel.module.css'

interface Props {
  remedy: Remedy
  onApply: (remedy: Remedy) => void
}

/** A way on, with what it costs said first. */
export function RemedyOffer({ remedy, onApply }: Props) {
  return (
    <div className={classes.remedy}>
      {remedy.fingerprint && (
        <Fingerprint value={remedy.fingerprint} className={classes.fingerprint} />
      )}
      <p>{remedy.warning}</p>
      <Button size="compact-sm" onClick={() => onApply(remedy)}>
        {remedy.label}
      </Button>
    </div>
  )
}
