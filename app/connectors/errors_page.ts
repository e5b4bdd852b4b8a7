import { ERROR_CODES, type ErrorCode } from '#connectors/error_codes'
import { sentenceFor } from '#connectors/error_sentences'
import type { ErrorTable, Verdict, Verdicts, Whereabouts } from '#connectors/error_table'
import { engineNames, engines } from '#connectors/registry'
import { SYSTEM_ERRORS } from '#connectors/system_errors'

/** What an error of a driver turns out to be, where its code alone does not tell. */
const BY_TEXT = 'decided by its text'

/** An invented target, for sentences that name one. */
const SAMPLE: Whereabouts = {
  label: 'the database',
  where: 'db.example.com',
  port: 5432,
  user: 'analyst',
  database: 'sales',
  isConnected: true,
  seconds: 10,
}

/** `docs/errors.md`: every code, and which errors of each driver become it. */
export async function errorsPage(): Promise<string> {
  const tables = engineNames.map(async (name) => {
    const { label, errors } = engines[name]
    const table = await errors?.()
    return table ? [...tableOf(`### ${label}`, table), ...passwordsOf(label, table)] : []
  })
  const found = await Promise.all(tables)
  return [
    '# Errors of targets',
    '',
    'Made by `npm run docs:errors` from the sources; do not edit it.',
    '',
    'Whatever a database, its driver, the network or TLS says is told as one of these codes: in the result of a test, and',
    'in the answer of a request that reads through a connection. The sentences name the target as it was typed; the',
    'example here is `analyst` on `db.example.com`. Engines know better words for some, and hosting providers that are',
    'known by their host name sharpen the next step.',
    '',
    ...codes(),
    '## Which error becomes which code',
    '',
    'The code of the driver or the server decides first, then the code of the operating system or of TLS, then the text.',
    'While a password is being changed, what an engine has for that goes before.',
    '',
    ...tableOf('### Operating system and TLS, for every engine', SYSTEM_ERRORS),
    ...found.flat(),
  ].join('\n')
}

function codes(): string[] {
  return Object.entries(ERROR_CODES).flatMap(([code, { title, hint, field, probe }]) => [
    `## \`${code}\``,
    '',
    `**${title}.** ${sentenceFor(code as ErrorCode, SAMPLE) ?? ''}`.trimEnd(),
    '',
    `- Next step: ${hint}`,
    `- Field: ${field === null ? 'none' : `\`${field}\``}`,
    `- Stage: ${probe === null ? 'whichever it happened at' : `\`${probe}\``}`,
    '',
  ])
}

function passwordsOf(label: string, { passwords }: ErrorTable): string[] {
  return passwords ? tableOf(`#### ${label}, while a password is being changed`, passwords) : []
}

function tableOf(title: string, { codes: listed, texts = [] }: Verdicts): string[] {
  const byCode = new Map<string, string[]>()
  for (const [code, verdict] of Object.entries(listed)) {
    for (const outcome of outcomesOf(verdict, code)) {
      byCode.set(outcome, [...(byCode.get(outcome) ?? []), code])
    }
  }
  const rows = [...byCode].sort(([one], [other]) => (one < other ? -1 : 1))
  const patterns = texts.map(([pattern, verdict]) => {
    const outcomes = outcomesOf(verdict, '').map(shown).join(' or ')
    return `| ${cell(`\`${pattern.source}\``)} | ${outcomes} |`
  })
  return [
    title,
    '',
    '| code | becomes of |',
    '|---|---|',
    ...rows.map(
      ([code, from]) => `| ${shown(code)} | ${from.map((one) => `\`${one}\``).join(' ')} |`
    ),
    '',
    ...(patterns.length > 0
      ? ['| text that matches | becomes |', '|---|---|', ...patterns, '']
      : []),
  ]
}

/** What a verdict says on the way in and at work; both when they differ. */
function outcomesOf(verdict: Verdict, code: string): string[] {
  if (typeof verdict === 'string') return [verdict]
  const outcomes = [false, true].map((isConnected) => {
    const refusal = verdict({ code, message: '' }, { ...SAMPLE, isConnected })
    return refusal?.code ?? BY_TEXT
  })
  return [...new Set(outcomes)]
}

function shown(outcome: string): string {
  return outcome === BY_TEXT ? BY_TEXT : `\`${outcome}\``
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
