/** A text as SQL spells it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

/** A name as SQL spells it, whatever is in it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Rows of files, in this order; nothing in their names is a pattern. */
export function rowsOf(files: readonly string[]): string {
  const paths = files.map((file) => literal(asPattern(file)))
  return `read_parquet([${paths.join()}])`
}

/** The pattern that matches this path alone. */
export function asPattern(path: string): string {
  return path.replace(/[*?[]/g, '[$&]')
}

/**
 * How every file of a dataset is written. Row groups end at 64 MB too, so that long values do not fill the memory of
 * whoever writes or reads them.
 */
export function copyToParquet(source: string, path: string): string {
  const options = [
    'FORMAT parquet',
    'COMPRESSION zstd',
    'ROW_GROUP_SIZE 122880',
    `ROW_GROUP_SIZE_BYTES '64MB'`,
    'USE_TMP_FILE false',
  ]
  return `COPY (${source}) TO ${literal(path)} (${options.join(', ')})`
}
