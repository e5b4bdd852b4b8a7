/** Bits of a column, the lowest of the first byte for the first row: 1 where there is a value, 0 for NULL; null: no NULL. */
export type Validity = ArrayBuffer | null

/** One column of a batch, in buffers that can be handed to another thread. */
export type ColumnData =
  | { kind: 'fixed'; values: ArrayBuffer; validity: Validity }
  /** Value `i` is `bytes` from `offsets[i]` up to `offsets[i + 1]`; offsets are Uint32. */
  | { kind: 'variable'; bytes: ArrayBuffer; offsets: ArrayBuffer; validity: Validity }
  /** List `i` is the items from `offsets[i]` up to `offsets[i + 1]`. */
  | { kind: 'list'; items: ColumnData; offsets: ArrayBuffer; validity: Validity }

/** Rows of a table, column by column. */
export interface ColumnBatch {
  rows: number
  columns: ColumnData[]
}

/** Every buffer of a batch, for `postMessage`. */
export function buffersOf({ columns }: ColumnBatch): ArrayBuffer[] {
  return columns.flatMap(buffers)
}

function buffers(column: ColumnData): ArrayBuffer[] {
  const validity = column.validity ? [column.validity] : []
  if (column.kind === 'fixed') return [column.values, ...validity]
  if (column.kind === 'variable') return [column.bytes, column.offsets, ...validity]
  return [...buffers(column.items), column.offsets, ...validity]
}
