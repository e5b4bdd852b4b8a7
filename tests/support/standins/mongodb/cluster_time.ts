import { type Document, Timestamp } from 'mongodb'
import { CommandError } from '#tests/support/standins/mongodb/command_error'
import type { MongodbStandIn } from '#tests/support/standins/mongodb/server'

const SECONDS = 1_700_000_000

/** The time of the deployment as it tells it: seconds, and what was written within them. */
export function timeOf(clock: number): Timestamp {
  return new Timestamp({ t: SECONDS, i: clock })
}

/**
 * The time at which somebody wants to read (manual, "Read Concern snapshot"); undefined for now.
 *
 * @throws CommandError as servers refuse it that are no members of a replica set, or have forgotten that time
 */
export function timeIn(
  readConcern: Document | undefined,
  { facts, store, isReplicaSet, oldestTime }: MongodbStandIn
): number | undefined {
  if (readConcern?.level !== 'snapshot') return undefined
  if (!isReplicaSet) {
    throw new CommandError(123, 'node needs to be a replica set member to use read concern')
  }
  if (Number.parseInt(facts.version) < 5) {
    throw new CommandError(72, 'readConcern level snapshot is only valid in transactions')
  }
  const { atClusterTime } = readConcern
  const at = atClusterTime instanceof Timestamp ? atClusterTime.i : store.clock
  if (at > store.clock) throw new CommandError(72, 'atClusterTime is greater than the clusterTime')
  if (at < oldestTime) throw new CommandError(239, 'Read timestamp is older than the oldest')
  return at
}
