import { type ColumnType, widthOf } from '#connectors/columnar/column_type'
import { FixedWriter } from '#connectors/columnar/fixed_writer'
import { ListWriter } from '#connectors/columnar/list_writer'
import { VariableWriter } from '#connectors/columnar/variable_writer'

/** Takes the values of one column, each at the number of its row, from the first to the last. */
export type ColumnWriter = FixedWriter | VariableWriter | ListWriter

export function writerFor(type: ColumnType): ColumnWriter {
  if (type.name === 'list') return new ListWriter(writerFor(type.of))
  const width = widthOf(type)
  return width === null ? new VariableWriter(type.name !== 'blob') : new FixedWriter(width)
}
