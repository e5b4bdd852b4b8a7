interface TextColumn {
  collate(collation: string): unknown
}

/** MySQL would take accented letters for plain ones; the other databases compare as they should. */
export function exactly(column: TextColumn, dialect: string): void {
  if (dialect === 'mysql') column.collate('utf8mb4_bin')
}
