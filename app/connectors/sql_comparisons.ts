/** How SQL spells what filters of imports compare with. */
export const SQL_COMPARISONS = {
  equals: '=',
  not_equals: '<>',
  less: '<',
  at_most: '<=',
  greater: '>',
  at_least: '>=',
} as const
