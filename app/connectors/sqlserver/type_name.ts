/** As `sys.columns` has it; the length is in bytes, -1 for `max`. */
interface TypeSize {
  maxLength: number
  precision: number
  scale: number
}

/** A type with its arguments, as people write it in SQL. */
export function spellType(name: string, { maxLength, precision, scale }: TypeSize): string {
  switch (name) {
    case 'char':
    case 'varchar':
    case 'binary':
    case 'varbinary':
      return `${name}(${maxLength === -1 ? 'max' : maxLength})`
    case 'nchar':
    case 'nvarchar':
      return `${name}(${maxLength === -1 ? 'max' : maxLength / 2})`
    case 'decimal':
    case 'numeric':
      return `${name}(${precision},${scale})`
    case 'time':
    case 'datetime2':
    case 'datetimeoffset':
      return `${name}(${scale})`
    case 'vector':
      // A header of eight bytes, and four for each dimension.
      return `${name}(${(maxLength - 8) / 4})`
    default:
      return name
  }
}
