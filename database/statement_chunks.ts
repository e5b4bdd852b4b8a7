/** Rows that one insert takes: SQLite joins no more than 500, PostgreSQL takes 65,535 values. */
const ROWS = 200

/** What is to be inserted, in portions that every application database takes in one statement. */
export function* statementChunks<Row>(rows: Row[]): Generator<Row[]> {
  for (let from = 0; from < rows.length; from += ROWS) yield rows.slice(from, from + ROWS)
}
