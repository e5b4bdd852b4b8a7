import { format, resolveConfig } from 'prettier'
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
export async function withTable(page: string, table: string, path: string): Promise<string> {
  const { begin, end } = placeIn(page)
  const whole = `${page.slice(0, begin)}${BEGIN}\n\n${table}\n\n${page.slice(end)}`
  return format(whole, { ...(await resolveConfig(path)), parser: 'markdown' })
}

/** What the page has: `group: case → outcome`, in its order. */
export function casesIn(page: string): string[] {
  const { begin, end } = placeIn(page)
  let group = ''
  return page
    .slice(begin, end)
    .split('\n')
    .flatMap((line) => {
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

function placeIn(page: string): { begin: number; end: number } {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin < 0 || end < begin) throw new Error('docs/security.md has no place for the cases')
  return { begin, end }
}

function rowOf(one: SecurityOutcome): string {
  const told = isAsExpected(one) ? one.outcome : `✗ ${one.outcome} (expected: ${one.expected})`
  return `| ${cell(one.attack)} | ${cell(told)} |`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}
