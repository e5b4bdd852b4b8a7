import type { ImportedColumn } from '~/api/types'

/** The type of a column as people read it: `decimal(12,2)`, `list of text`. */
export function spelledType(type: ImportedColumn['type']): string {
  if (type.name === 'list') return `${spelledType(type.of)}[]`
  if (type.name === 'decimal') return `decimal(${type.precision},${type.scale})`
  return type.name === 'varchar' ? 'text' : type.name
}
