import { isAsExpected, type SecurityOutcome } from '#tests/security/case'
import { WrittenSection } from '#tests/support/written_section'

/** Where the table stands. */
export const securityPage = new WrittenSection('security.md', 'npm run test:security -- --write')

/** The outcomes as Markdown: one table for each group. */
export function tableOf(outcomes: readonly SecurityOutcome[]): string {
  const groups = Map.groupBy(outcomes, ({ group }) => group)
  return [...groups]
    .map(([title, rows]) =>
      [`### ${title}`, '', '| case | outcome |', '|---|---|', ...rows.map(rowOf)].join('\n')
    )
    .join('\n\n')
}

/** What the table has: `group: case → outcome`, in its order. */
export function casesIn(table: string): string[] {
  let group = ''
  return table.split('\n').flatMap((line) => {
    if (line.startsWith('### ')) group = line.slice(4)
    const [, attack = '', outcome = ''] = line.split(/(?<!\\)\|/).map((one) => one.trim())
    const isCase = line.startsWith('|') && attack !== 'case' && !/^-+$/.test(attack)
    return isCase ? [caseLine(group, attack, outcome)] : []
  })
}

/** A case as the page has it. */
export function lineOf(group: string, attack: string, outcome: string): string {
  return caseLine(group, cell(attack), cell(outcome))
}

function caseLine(group: string, attack: string, outcome: string): string {
  return `${group}: ${attack} → ${outcome}`
}

function rowOf(one: SecurityOutcome): string {
  const told = isAsExpected(one) ? one.outcome : `✗ ${one.outcome} (expected: ${one.expected})`
  return `| ${cell(one.attack)} | ${cell(told)} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
