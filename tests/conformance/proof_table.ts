import type { Engine } from '#connectors/engine'
import type { Evidence } from '#tests/conformance/evidence'

interface Proof {
  by: readonly string[]
  /** What is shown for it, where it is not quite what the column says. */
  shown?: string
}

interface Column {
  title: string
  /** Any of these is enough. */
  proofs: readonly Proof[]
  /** Why an engine has no such thing. */
  difference?: (engine: Engine) => string | null
}

const NO_SERVER = ({ capabilities }: Engine) => (capabilities.usesFile ? 'no server' : null)
const DISPOSED = 'dispose cancels what runs, closes all, and refuses what comes later'

/** Which tests prove what; their titles stand nowhere else but at the tests. */
const COLUMNS: readonly Column[] = [
  {
    title: 'right password',
    proofs: [{ by: ['a good target passes every stage it has, in order, with timings'] }],
    difference: noPassword,
  },
  {
    title: 'wrong password',
    proofs: [{ by: ['refusal: wrong password'] }],
    difference: noPassword,
  },
  {
    title: 'wrong database',
    proofs: [
      { by: ['refusal: wrong database'] },
      { by: ['refusal: wrong service', 'refusal: wrong SID'] },
      { by: ['a file that is missing is named'], shown: '✓ missing file' },
    ],
  },
  {
    title: 'refused',
    proofs: [{ by: ['a closed port is refused at the tcp stage'] }],
    difference: NO_SERVER,
  },
  {
    title: 'silent',
    proofs: [{ by: ['a silent port times out, and leaves no socket open'] }],
    difference: NO_SERVER,
  },
  {
    title: 'TLS, wrong host',
    proofs: [
      { by: ['verify host: other names and addresses are refused'] },
      // Where TLS is not a choice: another account's name is another host.
      { by: ['refusal: unknown account'] },
    ],
    difference: NO_SERVER,
  },
  {
    title: 'list, schemas, estimates',
    proofs: [
      {
        by: [
          'tables and views are listed with their schema and kind',
          'estimates come from the database and are about right',
        ],
      },
    ],
  },
  {
    title: 'columns, keys',
    proofs: [
      {
        by: [
          'columns tell type, nullability, default and primary key',
          'columns tell what they reference',
        ],
      },
      {
        by: [
          'columns are those of the documents, the key first',
          'columns tell every type that was met, and how often they are there',
        ],
        shown: '✓ inferred',
      },
    ],
  },
  {
    title: 'preview, every type',
    proofs: [{ by: ['every type keeps its value and its spelling', 'every type may be null'] }],
  },
  {
    title: 'hostile names',
    proofs: [
      {
        by: [
          'hostile names are listed as they are',
          'hostile names of tables and columns are only names',
        ],
      },
    ],
  },
  {
    title: 'cancel',
    proofs: [{ by: ['who goes away stops the work on the target'] }],
  },
  {
    title: 'new password',
    proofs: [
      {
        by: [
          'a new password lets its user in, and the old one does not any more',
          'who may not is told so, and nothing has changed',
          'a connection that breaks at any moment is never told wrong: heard',
        ],
      },
    ],
    difference: noPassword,
  },
  {
    title: 'no socket left',
    proofs: [{ by: [DISPOSED, 'a hundred tests leave no socket behind'] }],
    difference: NO_SERVER,
  },
]

/** Engines by what their tests proved in this run, as Markdown. */
export function proofTable(evidence: readonly Evidence[]): string {
  const head = ['engine', 'against', ...COLUMNS.map(({ title }) => title)]
  const rows = evidence.map((one) => [
    one.engine.label,
    one.against,
    ...COLUMNS.map((column) => cell(column, one)),
  ])
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n')
}

function cell({ proofs, difference }: Column, { engine, proven, leftOut }: Evidence): string {
  const proof = proofs.find(({ by }) => by.every((title) => proven.has(title)))
  const reason = proofs.flatMap(({ by }) => by).find((title) => leftOut.has(title))
  return (
    difference?.(engine) ??
    (proof ? (proof.shown ?? '✓') : null) ??
    (reason ? leftOut.get(reason) : null) ??
    '✗'
  )
}

function noPassword({ credentials }: Engine): string | null {
  return credentials.length === 0 ? 'no password' : null
}
