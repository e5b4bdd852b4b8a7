import { ActionIcon, Button } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { Connection } from '~/api/types'
import { Figures } from '~/components/connections/testing_bar'
import type { BulkTest } from '~/stores/bulk_test'
import { useStrings } from '~/strings/strings_context'
import classes from './bulk_bar.module.css'

interface Props {
  run: BulkTest
  onRest: (connections: Connection[]) => void
  onShowFailed: () => void
  onClose: () => void
}

/** How a test of several connections ended. */
export function TestSummary({ run, onRest, onShowFailed, onClose }: Props) {
  const { testing: words } = useStrings().connections
  const rest = untested(run)
  const reason = run.reason ?? run.refused[0]?.reason
  return (
    <section className={classes.bar} aria-label={words.label}>
      <span className={classes.count} role="status">
        {headline(run, words)}
      </span>
      <Figures run={run} />
      <span className={classes.end}>
        {rest.length > 0 && (
          <Button variant="default" onClick={() => onRest(rest)}>
            {words.rest}
          </Button>
        )}
        {run.failed > 0 && (
          <Button variant="default" onClick={onShowFailed}>
            {words.showFailed}
          </Button>
        )}
        <ActionIcon aria-label={words.close} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </span>
      {reason && <span className={classes.reason}>{reason}</span>}
    </section>
  )
}

/** Those whose turn never came, and those that could not be tested. */
function untested({ connections, done, refused }: BulkTest): Connection[] {
  const never = connections.filter(({ id }) => !done.has(id))
  return [...never, ...refused.map(({ connection }) => connection)]
}

type Words = ReturnType<typeof useStrings>['connections']['testing']

function headline({ ended, done, connections, refused }: BulkTest, words: Words): string {
  const total = connections.length
  if (ended === 'cancelled') return words.cancelled(done.size, total)
  if (ended === 'stopped') return words.stopped(done.size, total)
  return words.ended(total - refused.length)
}
