/** What can be wrong with a trail. */
export type Problem =
  /** A row is not what was written. */
  | 'edited'
  /** A row follows one that is not what was written, so that nothing can be said of it. */
  | 'unprovable'
  /** Rows are gone. */
  | 'missing'
  /** A row is in no place that the chain has. */
  | 'foreign'
  /** Rows are gone from the end. */
  | 'tail_missing'
  /** The head does not belong to the last row. */
  | 'head_forged'
  /** The events that are older than the chain are not those that were there when it began. */
  | 'older_changed'
  /** Retention did not write where the chain begins. */
  | 'anchor_forged'
  /** The chain's key does not open. */
  | 'key_unreadable'
  /** There are events of a chain that is gone. */
  | 'chain_missing'
  /** A head that somebody noted is in no chain. */
  | 'anchor_not_found'

export interface Finding {
  problem: Problem
  sequence: number | null
  eventId: string | null
  message: string
}
