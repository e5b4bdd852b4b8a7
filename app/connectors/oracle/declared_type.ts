/** What ALL_TAB_COLS says of a column's type. */
export interface DeclaredType {
  name: string
  /** Null for Oracle's own. */
  owner: string | null
  /** Bytes. */
  length: number
  precision: number | null
  scale: number | null
  characters: number
  /** Whether the length was declared in characters. */
  isInCharacters: boolean
}

/** The type as it would be declared. */
export function spell(type: DeclaredType): string {
  const { name, owner, precision, scale, characters } = type
  if (owner !== null) return name === 'XMLTYPE' ? name : `${owner}.${name}`
  if (name === 'NUMBER') {
    if (precision === null) return scale === 0 ? 'INTEGER' : 'NUMBER'
    return scale === 0 ? `NUMBER(${precision})` : `NUMBER(${precision},${scale})`
  }
  if (name === 'FLOAT') return `FLOAT(${precision ?? 126})`
  if (name === 'RAW' || name === 'UROWID') return `${name}(${type.length})`
  if (name === 'NCHAR' || name === 'NVARCHAR2') return `${name}(${characters})`
  if (name === 'CHAR' || name === 'VARCHAR2') {
    return type.isInCharacters ? `${name}(${characters} CHAR)` : `${name}(${type.length})`
  }
  return name
}
