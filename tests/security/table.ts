import { isAsExpected, type SecurityOutcome } from '#tests/security/case'

/** Where the table stands in docs/security.md. */
const BEGIN = '<!-- cases: written by npm run test:security -- --write -->'
const END = '<!-- /cases -->'

/** The outcomes as Markdown: one table for each group. */
export function tableOf(outcomes: readonly SecurityOutcome[]): string {
  const groups = Map.groupBy(outcomes, ({ group }) => group)
  return [...groups]
    .map(([title, rows]) =>
      [`### ${title}`, '', '| case | outcome |', '|---|---|', ...rows.map(rowOf)].join('\n')
    )
    .join('\n\n')
}

/** The page with this table in the place of the one it has. @throws when the page has no place for it */
export function withTable(page: string, table: string): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) throw new Error('docs/security.md has no place for the cases')
  return `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`
}

function rowOf(one: SecurityOutcome): string {
  const told = isAsExpected(one) ? one.outcome : `✗ ${one.outcome} (expected: ${one.expected})`
  return `| ${cell(one.attack)} | ${cell(told)} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
