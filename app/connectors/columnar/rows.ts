/** Rows of a batch at most: what DuckDB takes at once. */
export const ROWS = 2_048
