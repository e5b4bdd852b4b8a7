import { Button, Progress } from '@mantine/core'
import type { BulkTest } from '~/stores/bulk_test'
import { useStrings } from '~/strings/strings_context'
import classes from './bulk_bar.module.css'

export function TestingBar({ run }: { run: BulkTest }) {
  const { testing: words } = useStrings().connections
  const total = run.connections.length
  const progress = words.progress(run.done.size, total)
  const left = run.secondsLeft === null ? null : words.left(run.secondsLeft)
  return (
    <section className={classes.bar} aria-label={words.label}>
      <Progress
        className={classes.progress}
        size={3}
        radius={0}
        value={(run.done.size / total) * 100}
        aria-label={progress}
      />
      <span className={classes.count}>{progress}</span>
      <Figures run={run} />
      {left && run.pause === null && <span className={classes.detail}>{left}</span>}
      <span className={classes.end}>
        <Button variant="default" onClick={run.cancel}>
          {words.cancel}
        </Button>
      </span>
      <span role="status" className={run.pause === null ? undefined : classes.reason}>
        {run.pause !== null && words.paused(run.pause)}
      </span>
    </section>
  )
}

/** How many passed, failed, and could not be tested, as far as there are any. */
export function Figures({ run }: { run: BulkTest }) {
  const { testing: words } = useStrings().connections
  const { passed, failed, refused } = run
  return (
    <>
      <span className={classes.figure} data-status="passed">
        {words.passed(passed)}
      </span>
      {failed > 0 && (
        <span className={classes.figure} data-status="failed">
          {words.failed(failed)}
        </span>
      )}
      {refused.length > 0 && (
        <span className={classes.figure}>{words.untested(refused.length)}</span>
      )}
    </>
  )
}
