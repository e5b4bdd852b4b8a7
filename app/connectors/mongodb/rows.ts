import { CellEncoder, RowCollector } from '#connectors/cells'
import type { Cell, Column, Limits } from '#connectors/contracts'
import { elementsOf } from '#connectors/mongodb/bson_reader'
import { cellOf } from '#connectors/mongodb/cell_reader'
import type { MongodbStructure } from '#connectors/mongodb/sample'

/** The first documents as rows; a field that a document does not have is null. */
export function toRows(
  { first, columns, isCut }: MongodbStructure,
  limits: Limits
): { rows: Cell[][]; truncated: boolean } {
  const encoder = new CellEncoder(limits)
  const collector = new RowCollector(limits)
  const places = new Map(columns.map(({ name }, place) => [name, place]))
  for (const document of first.slice(0, limits.rows)) {
    if (!collector.add(toRow(document, columns, places, encoder, limits.cellBytes))) break
  }
  const isShort = isCut && collector.rows.length < limits.rows
  return { rows: collector.rows, truncated: collector.truncated || isShort }
}

function toRow(
  document: Buffer,
  columns: Column[],
  places: Map<string, number>,
  encoder: CellEncoder,
  cellBytes: number
): Cell[] {
  const row = new Array<Cell>(columns.length).fill(null)
  const filled = new Set<number>()
  for (const { name, type, value } of elementsOf(document)) {
    const place = places.get(name)
    if (place === undefined || filled.has(place)) continue
    filled.add(place)
    row[place] = cellOf(type, value, encoder, cellBytes)
  }
  return row
}
