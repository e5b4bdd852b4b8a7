/** JSON in a text column, the same in every application database. */
export const jsonColumn = {
  prepare: (value: unknown) => (value === null ? null : JSON.stringify(value)),
  consume: (value: string | null) => (value === null ? null : JSON.parse(value)),
}
