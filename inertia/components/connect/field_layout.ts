import type { Field } from '~/api/types'

/** Secrets stand after what they belong to, wherever an engine lists them. */
const BELONGS_AFTER: Record<string, string> = {
  password: 'username',
  tlsKey: 'tls.cert',
  sshPassword: 'ssh.username',
  sshPrivateKey: 'sshPassword',
  sshPassphrase: 'sshPrivateKey',
}

export type Width = 'full' | 'half' | 'long' | 'short'

/** Fields that share a line of the form, each with its width. */
export interface Line {
  /** Of these, one is filled in. */
  isChoice: boolean
  cells: { field: Field; width: Width }[]
}

/** Lays fields out in lines: what is short and belongs together stands side by side. */
export function linesOf(fields: Field[]): Line[] {
  const lines: Line[] = []
  const rest = inOrder(fields)
  for (let field = rest.shift(); field; field = rest.shift()) {
    const isChoice = isChoiceOf(field, rest[0])
    const widths = isChoice ? (['half', 'half'] as const) : widthsOf(field, rest[0], rest[1])
    const second = widths[1] && rest.shift()
    lines.push({
      isChoice,
      cells: [
        { field, width: widths[0] },
        ...(second && widths[1] ? [{ field: second, width: widths[1] }] : []),
      ],
    })
  }
  return lines
}

function inOrder(fields: Field[]): Field[] {
  return fields.reduce<Field[]>((placed, field) => {
    const before = placed.findIndex(({ name }) => name === BELONGS_AFTER[field.name])
    return before < 0 ? [...placed, field] : placed.toSpliced(before + 1, 0, field)
  }, [])
}

function isChoiceOf(field: Field, next: Field | undefined) {
  return Boolean(next && field.oneOf?.length === 2 && field.oneOf[1]?.name === next.name)
}

/** Of a field and, where both share a line, of the next. */
function widthsOf(
  field: Field,
  next: Field | undefined,
  afterNext: Field | undefined
): readonly [Width, Width?] {
  if (field.kind === 'integer') return ['short']
  if (field.kind !== 'text' || !next) return ['full']
  if (next.kind === 'integer') return ['long', 'short']
  if (isPasswordOf(field, next)) return ['half', 'half']
  const isPair = isShortName(field) && isShortName(next)
  return isPair && !(afterNext && isPasswordOf(next, afterNext)) ? ['half', 'half'] : ['full']
}

function isPasswordOf(field: Field, next: Field) {
  return next.kind === 'secret' && !next.multiline && BELONGS_AFTER[next.name] === field.name
}

/** What has a spelling of its own, such as a fingerprint, wants the whole line. */
function isShortName(field: Field) {
  return field.kind === 'text' && !field.pattern && field.maxLength <= 255
}
