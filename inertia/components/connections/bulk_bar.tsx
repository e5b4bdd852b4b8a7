import type { Connection } from '~/api/types'
import { SelectionBar } from '~/components/connections/selection_bar'
import { TestSummary } from '~/components/connections/test_summary'
import { TestingBar } from '~/components/connections/testing_bar'
import { useBulkTests } from '~/stores/bulk_test'
import classes from './bulk_bar.module.css'

interface Props {
  selected: number
  /** While the selected ones are read, which may be more than were looked at. */
  isReading: boolean
  onTest: () => void
  onDelete: () => void
  onClear: () => void
  onTestRest: (connections: Connection[]) => void
  onShowFailed: () => void
}

/** What can be done with all that is selected; while that goes on, how far it is; then, how it ended. */
export function BulkBar({ onTestRest, onShowFailed, ...selection }: Props) {
  const { run, set } = useBulkTests()
  if (!run && selection.selected === 0) return null
  return (
    <div className={classes.dock}>
      {!run && <SelectionBar {...selection} />}
      {run && !run.ended && <TestingBar run={run} />}
      {run?.ended && (
        <TestSummary
          run={run}
          onRest={onTestRest}
          onShowFailed={() => {
            set(null)
            onShowFailed()
          }}
          onClose={() => set(null)}
        />
      )}
    </div>
  )
}
